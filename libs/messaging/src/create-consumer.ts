import type { Consumer, Kafka } from 'kafkajs';

export const createConsumer = (kafka: Kafka, groupId: string): Consumer =>
  kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 100,
    maxBytesPerPartition: 2 * 1024 * 1024,
    maxBytes: 12 * 1024 * 1024,
    // A killed member holds up the next one for both of these times; batches do not, since the fetch hands them on.
    sessionTimeout: 10_000,
    rebalanceTimeout: 10_000,
    heartbeatInterval: 2_000,
    retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 5_000, restartOnFailure: () => Promise.resolve(true) },
  });
