import { LandfallError } from '@landfall/errors';
import { laneOf, type Topic } from '@landfall/events';
import { inBatchSpan } from '@landfall/telemetry';
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { batchLimits, type Batch, type BatchLimits, type Headers } from './batch.ts';
import { toBatchRecord } from './decode.ts';
import type { MessagingLogger } from './kafka-client.ts';
import { LaneWorker, severityOf } from './lane-worker.ts';
import { messagingMetrics } from './metrics.ts';

export type LaneConsumerOptions = {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topicPrefix?: string;
  /** The lane's next offset in the store, read with majority; 0 for a lane never seen. */
  readonly readPosition: (lane: string) => Promise<number>;
  readonly logger: MessagingLogger;
  readonly limits?: BatchLimits;
  /** Called with the lanes that this member owns, after each rebalance. */
  readonly onLanes?: (lanes: readonly string[]) => void;
  /** Called after each batch that was written. */
  readonly onCommitted?: (lane: string) => void;
};

type Lane = { readonly topic: Topic; readonly partition: number; readonly worker: LaneWorker; readonly stopped: boolean };

const HEARTBEAT_MS = 1_000;
const COMMIT_MS = 2_000;

/**
 * One member of a consumer group. The store holds each lane's position; the group's offsets in Kafka only follow it,
 * for lag displays.
 */
export class LaneConsumer {
  readonly #options: LaneConsumerOptions;
  readonly #consumer: Consumer;
  readonly #admin: Admin;
  readonly #topics = new Map<string, Topic>();
  readonly #handlers = new Map<string, (batch: Batch) => Promise<void>>();
  readonly #lanes = new Map<string, Promise<Lane>>();
  #committing: NodeJS.Timeout | undefined;
  #committed = new Map<string, string>();

  constructor(options: LaneConsumerOptions) {
    this.#options = options;
    this.#consumer = options.kafka.consumer({
      groupId: options.groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: 2 * 1024 * 1024,
      maxBytes: 12 * 1024 * 1024,
      // A killed member holds up the next one for both of these times; batches do not, since the fetch hands them on.
      sessionTimeout: 10_000,
      rebalanceTimeout: 10_000,
      heartbeatInterval: 2_000,
      // A crash that kafkajs calls non-retriable would otherwise leave a process that lives and consumes nothing.
      retry: { retries: Number.MAX_SAFE_INTEGER, initialRetryTime: 100, maxRetryTime: 5_000, restartOnFailure: () => Promise.resolve(true) },
    });
    this.#admin = options.kafka.admin();
  }

  subscribe(topic: Topic, handle: (batch: Batch) => Promise<void>): void {
    const name = (this.#options.topicPrefix ?? '') + topic.name;
    this.#topics.set(name, topic);
    this.#handlers.set(name, handle);
  }

  async start(): Promise<void> {
    await this.#admin.connect();
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.#topics.keys()], fromBeginning: true });
    this.#consumer.on(this.#consumer.events.GROUP_JOIN, ({ payload }) => this.#onAssignment(payload.memberAssignment));
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 12,
      eachBatch: (payload) => this.#onFetched(payload),
    });
    this.#committing = setInterval(() => void this.#commitForLagDisplays(), COMMIT_MS).unref();
  }

  /** Ends after the batches in hand. */
  async stop(): Promise<void> {
    clearInterval(this.#committing);
    const lanes = await Promise.allSettled(this.#lanes.values());
    await Promise.all(lanes.map((lane) => (lane.status === 'fulfilled' ? lane.value.worker.close() : undefined)));
    await this.#commitForLagDisplays();
    await this.#consumer.disconnect();
    await this.#admin.disconnect();
  }

  #onAssignment(assignment: Record<string, number[]>): void {
    const owned = new Map<string, { name: string; partition: number }>();
    for (const [name, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) owned.set(keyOf(name, partition), { name, partition });
    }
    for (const [key, lane] of this.#lanes) {
      if (owned.has(key)) continue;
      this.#lanes.delete(key);
      this.#committed.delete(key);
      void lane.then(({ worker }) => worker.close(), () => undefined);
    }
    for (const { name, partition } of owned.values()) {
      void this.#lane(name, partition).then(({ worker, stopped }) => stopped || this.#seek(name, partition, worker.wanted), () => undefined);
    }
    this.#options.onLanes?.([...owned.values()].map(({ name, partition }) => laneOf(this.#topicOf(name), partition)));
  }

  async #onFetched({ batch, heartbeat, isRunning, isStale, resolveOffset }: EachBatchPayload): Promise<void> {
    if (!isRunning() || isStale()) return;
    const { worker, stopped } = await this.#lane(batch.topic, batch.partition);
    if (stopped) return;
    while (worker.full && isRunning() && !isStale()) {
      await heartbeat();
      await worker.room(HEARTBEAT_MS);
    }
    // kafkajs has it, its types don't.
    const fetchedOffset = Number((batch as unknown as { fetchedOffset: string }).fetchedOffset);
    const taken = worker.offer(batch.messages.map(toBatchRecord), fetchedOffset);
    if (taken) resolveOffset(batch.lastOffset());
    else if (isRunning() && !isStale()) this.#seek(batch.topic, batch.partition, worker.wanted);
    await heartbeat();
  }

  #lane(name: string, partition: number): Promise<Lane> {
    const key = keyOf(name, partition);
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = this.#open(name, partition);
      this.#lanes.set(key, lane);
      lane.catch((error: unknown) => {
        this.#lanes.delete(key);
        this.#report(error, { topic: name, partition, phase: 'opening a lane' });
      });
    }
    return lane;
  }

  async #open(name: string, partition: number): Promise<Lane> {
    const topic = this.#topicOf(name);
    const lane = laneOf(topic, partition);
    const handle = this.#handlers.get(name)!;
    const worker = new LaneWorker({
      lane,
      partition,
      handle: (batch) => messagingMetrics.timed(lane, batch, () => inBatchSpan(spanOf(topic, batch), () => handle(batch))),
      readPosition: this.#options.readPosition,
      seek: (offset) => this.#seek(name, partition, offset),
      onCommitted: (nextOffset) => {
        this.#committed.set(keyOf(name, partition), String(nextOffset));
        this.#options.onCommitted?.(lane);
      },
      onFault: (error, attempt) => this.#report(error, { lane, attempt, phase: 'writing a batch' }),
      limits: this.#options.limits ?? batchLimits,
    });
    const position = await worker.open();
    const stopped = !(await this.#isWithinLog(name, partition, position));
    return { topic, partition, worker, stopped };
  }

  /** A position beyond either end of the log means records that are gone, or another log: no guess is safe. */
  async #isWithinLog(name: string, partition: number, position: number): Promise<boolean> {
    const ends = (await this.#admin.fetchTopicOffsets(name)).find((p) => p.partition === partition);
    const low = Number(ends?.low ?? 0);
    const high = Number(ends?.high ?? 0);
    if ((position === 0 || position >= low) && position <= high) return true;
    this.#consumer.pause([{ topic: name, partitions: [partition] }]);
    messagingMetrics.laneStopped(laneOf(this.#topicOf(name), partition));
    this.#report(
      new LandfallError('POSITION_OUTSIDE_LOG', `The store stands at offset ${position}, the log reaches from ${low} to ${high}.`, {
        hint: 'The topic was recreated or its retention removed records: restore the log, or start a new generation of the topic.',
        details: { position, low, high },
      }),
      { topic: name, partition, phase: 'opening a lane' },
    );
    return false;
  }

  #seek(topic: string, partition: number, offset: number): void {
    this.#consumer.seek({ topic, partition, offset: String(offset) });
  }

  #topicOf(name: string): Topic {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new LandfallError('UNHANDLED_TOPIC', `No handler for ${name}.`);
    return topic;
  }

  async #commitForLagDisplays(): Promise<void> {
    const offsets = [...this.#committed].map(([key, offset]) => ({ ...parseKey(key), offset }));
    this.#committed = new Map();
    if (offsets.length === 0) return;
    // A refusal (a rebalance is under way) loses nothing: the store holds the position.
    await this.#consumer.commitOffsets(offsets).catch(() => undefined);
  }

  #report(error: unknown, details: object): void {
    const level = severityOf(error);
    messagingMetrics.fault(error);
    this.#options.logger[level]({ ...details, err: error }, error instanceof Error ? error.message : 'fault');
  }
}

function* headersOf(records: Batch['records']): Generator<Headers> {
  for (const { headers } of records) yield headers;
}

const spanOf = ({ name }: Topic, { partition, records }: Batch) => ({
  name: 'process',
  topic: name,
  partition,
  size: records.length,
  links: headersOf(records),
});

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

function parseKey(key: string): { topic: string; partition: number } {
  const slash = key.lastIndexOf('/');
  return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) };
}
