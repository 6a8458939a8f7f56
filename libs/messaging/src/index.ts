export { batchLimits, type Batch, type BatchLimits, type BatchRecord, type Decoded, type Headers } from './batch.ts';
export { BatchHandler, KAFKA_BATCH, RethrowFilter } from './batch-handler.ts';
export { KafkaBatchStrategy } from './kafka-batch-strategy.ts';
export { KafkaAdmin } from './kafka-admin.ts';
export { createKafka, type KafkaOptions, type MessagingLogger } from './kafka-client.ts';
export { LaneConsumer, type LaneConsumerOptions } from './lane-consumer.ts';
export { LANE_FENCED, LaneWorker, type Handled, type LaneWorkerOptions } from './lane-worker.ts';
export { choosePartition, RecordProducer, type Acknowledged, type OutgoingRecord } from './record-producer.ts';
export { createTopics, verifyTopics } from './topics.ts';
