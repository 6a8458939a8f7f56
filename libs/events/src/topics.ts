/** One topic: partitions and partitioner are fixed for its generation, since keys must keep their lane. */
export type Topic = {
  readonly name: string;
  /** Number of this topic in the audit layout: 16 bits, never reused. */
  readonly code: number;
  /** A topic that grows in partitions becomes a new generation. */
  readonly generation: number;
  readonly partitions: number;
  /** What its records are keyed by. */
  readonly key: string;
  /** Largest record that producers send, in bytes. */
  readonly maxRecordBytes: number;
  /** Broker settings of the topic. */
  readonly config: Readonly<Record<string, string>>;
};

const MEGABYTE = 1024 * 1024;
const DAY = 86_400_000;

/**
 * Append time cannot be forged by a producer; lane time is its running maximum. Brokers refuse a producer's own time when its
 * clock is more than an hour ahead, and remove too soon what one writes whose clock is behind.
 */
const appendTime = { 'message.timestamp.type': 'LogAppendTime' } as const;
/** Everything is said, so that no default of a broker counts. */
const forEver = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' } as const;
const forDays = (days: number) =>
  ({ 'cleanup.policy': 'delete', 'retention.ms': String(days * DAY), 'retention.bytes': '-1' }) as const;
const recordLimit = { 'max.message.bytes': String(MEGABYTE + MEGABYTE / 4) } as const;

export const topics = {
  portTransactionsInbound: {
    name: 'port.transactions.inbound',
    code: 1,
    generation: 1,
    partitions: 6,
    key: 'any; by declaration a port system keeps its own order',
    maxRecordBytes: MEGABYTE,
    config: { ...appendTime, ...forDays(7), ...recordLimit },
  },
  portTransactions: {
    name: 'port.transactions',
    code: 2,
    generation: 1,
    partitions: 6,
    key: 'declaration, type-prefixed: entry:ABC12345678',
    maxRecordBytes: MEGABYTE,
    config: { ...appendTime, ...forEver, ...recordLimit },
  },
  portTransactionsRejected: {
    name: 'port.transactions.rejected',
    code: 3,
    generation: 1,
    partitions: 3,
    key: 'port system',
    maxRecordBytes: MEGABYTE,
    config: { ...appendTime, ...forDays(90), ...recordLimit },
  },
  portTransactionsOutcomes: {
    name: 'port.transactions.outcomes',
    code: 4,
    generation: 1,
    partitions: 6,
    key: 'lane',
    maxRecordBytes: MEGABYTE,
    config: { ...appendTime, ...forDays(30), ...recordLimit },
  },
  accountActivities: {
    name: 'account.activities',
    code: 5,
    generation: 1,
    partitions: 6,
    key: 'sub-account',
    // A fact of the largest size travels here with what an activity says of it.
    maxRecordBytes: MEGABYTE + 64 * 1024,
    config: { ...appendTime, ...forDays(30), ...recordLimit },
  },
  portTransactionsDeadLetters: {
    name: 'port.transactions.dead-letters',
    code: 6,
    generation: 1,
    // A lane's dead letters have the number of its partition, and with it the lane's order.
    partitions: 6,
    key: 'as it came',
    // A record of the largest size travels here with what is said of it.
    maxRecordBytes: MEGABYTE + 64 * 1024,
    config: { ...appendTime, ...forDays(90), ...recordLimit },
  },
} as const satisfies Record<string, Topic>;

/** The name of a lane, one partition of one generation of a topic: `port.transactions@1/3`. */
export const laneOf = (topic: Topic, partition: number): string => `${topic.name}@${topic.generation}/${partition}`;

/** Every lane of a topic, by partition. */
export const lanesOf = (topic: Topic): string[] =>
  Array.from({ length: topic.partitions }, (_, partition) => laneOf(topic, partition));
