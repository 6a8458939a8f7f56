import type { Consumer, Kafka } from 'kafkajs';

/** How soon the group gives a silent member's lanes to another, in milliseconds. Brokers take 6 s and more by default. */
export type Session = { readonly timeoutMs: number; readonly heartbeatMs: number };

const HEARTBEATS = 5;

/** A session of this length, with several heartbeats in it: one that is late is no death. */
export const sessionOf = (timeoutMs: number): Session => ({
  timeoutMs,
  heartbeatMs: Math.round(timeoutMs / HEARTBEATS),
});

export const defaultSession: Session = sessionOf(10_000);

export const createConsumer = (kafka: Kafka, groupId: string, session = defaultSession): Consumer =>
  kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 100,
    maxBytesPerPartition: 2 * 1024 * 1024,
    maxBytes: 12 * 1024 * 1024,
    // A killed member holds up the next one for both of these times; batches do not, since the fetch hands them on.
    sessionTimeout: session.timeoutMs,
    rebalanceTimeout: session.timeoutMs,
    heartbeatInterval: session.heartbeatMs,
    retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 5_000, restartOnFailure: () => Promise.resolve(true) },
  });
