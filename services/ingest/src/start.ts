import { topics } from '@landfall/events';
import {
  createKafka,
  KafkaAdmin,
  KafkaBatchStrategy,
  RecordProducer,
  RethrowFilter,
  sessionOf,
  verifyTopics,
} from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import type { Logger, Telemetry } from '@landfall/telemetry';
import { openCollections } from './adapters/documents.ts';
import { KafkaFactPublisher } from './adapters/kafka-fact-publisher.ts';
import { MongoInboundStore } from './adapters/mongo-inbound-store.ts';
import { MongoSubmissionStore } from './adapters/mongo-submission-store.ts';
import type { Config } from './config.ts';
import { createApp } from './http/create-app.ts';

export type RunningService = { readonly port: number; stop(): Promise<void> };

/** Opens what the service needs, begins to answer and to consume. `stop` drains: what is in hand is finished first. */
export async function start(
  config: Config,
  telemetry: Pick<Telemetry, 'renderMetrics'>,
  logger: Logger,
): Promise<RunningService> {
  const { topicPrefix } = config;
  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: config.consumerGroup, logger });
  await verifyTopics(
    kafka,
    [topics.portTransactionsInbound, topics.portTransactions, topics.portTransactionsRejected],
    topicPrefix,
  );
  const connection = await connectMongo({
    uri: config.mongodbUri,
    database: config.mongodbDatabase,
    appName: 'ingest',
  });
  const collections = await openCollections(connection);
  const admin = new KafkaAdmin(kafka, topicPrefix);
  const producer = new RecordProducer(kafka, topicPrefix);
  await Promise.all([admin.connect(), producer.connect()]);

  const inbound = new MongoInboundStore(connection, collections);
  const adapters = {
    publisher: new KafkaFactPublisher(producer),
    submissions: new MongoSubmissionStore(collections),
    inbound,
    operations: {
      telemetry,
      checks: { kafka: () => admin.ping(), mongodb: () => connection.db!.command({ ping: 1 }) },
    },
    limits: { maxJsonBytes: config.maxJsonBytes },
  };
  const app = await createApp(adapters, logger);
  const readPosition = (lane: string): Promise<number> => inbound.position(lane);
  const strategy = new KafkaBatchStrategy({
    kafka,
    groupId: topicPrefix + config.consumerGroup,
    session: sessionOf(config.consumerSessionTimeoutMs),
    topicPrefix,
    readPosition,
    logger,
  });
  app.connectMicroservice({ strategy }, { deferInitialization: true }).useGlobalFilters(new RethrowFilter());
  await app.startAllMicroservices();
  await app.listen(config.port, '0.0.0.0');
  const { port } = app.getHttpServer().address() as { port: number };
  logger.info({ port }, 'ingest is ready');

  return {
    port,
    async stop() {
      await app.close();
      await Promise.all([producer.disconnect(), admin.disconnect()]);
      await connection.close();
    },
  };
}
