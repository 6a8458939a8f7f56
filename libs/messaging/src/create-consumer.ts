import kafkajs, { type Consumer, type Kafka } from 'kafkajs';
import type { Member } from './assign-lanes.ts';
import { laneAssigner } from './lane-assigner.ts';

/** How soon the group gives a silent member's lanes to another, in milliseconds. Brokers take 6 s and more by default. */
export type Session = { readonly timeoutMs: number; readonly heartbeatMs: number };

const HEARTBEATS = 5;
const LEAST_REBALANCE_MS = 3_000;

/** A session of this length, with several heartbeats in it: one that is late is no death. */
export const sessionOf = (timeoutMs: number): Session => ({
  timeoutMs,
  heartbeatMs: Math.round(timeoutMs / HEARTBEATS),
});

/** The least that brokers take by default: what a dead member had stands for so long. */
export const defaultSession: Session = sessionOf(6_000);

export type ConsumerOptions = {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly session?: Session;
  /** The partitions that this member has, by topic, as far as it stays in the group. */
  readonly owned: () => Member['owns'];
};

export const createConsumer = ({ kafka, groupId, session = defaultSession, owned }: ConsumerOptions): Consumer =>
  kafka.consumer({
    groupId,
    // The second one is for members of a release that has not got the first.
    partitionAssigners: [laneAssigner(owned), kafkajs.PartitionAssigners.roundRobin],
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 100,
    maxBytesPerPartition: 2 * 1024 * 1024,
    maxBytes: 12 * 1024 * 1024,
    sessionTimeout: session.timeoutMs,
    // While the group waits for a dead member nobody fetches. The living come with their next heartbeat, since the fetch
    // hands batches on and waits for none.
    rebalanceTimeout: Math.max(LEAST_REBALANCE_MS, session.timeoutMs / 2),
    heartbeatInterval: session.heartbeatMs,
    retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 5_000, restartOnFailure: () => Promise.resolve(true) },
  });
