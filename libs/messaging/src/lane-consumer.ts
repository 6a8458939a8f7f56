import { setTimeout as sleep } from 'node:timers/promises';
import { LandfallError } from '@landfall/errors';
import { laneOf, type Topic } from '@landfall/events';
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { batchLimits, type Batch, type BatchLimits } from './batch.ts';
import { batchSpan } from './batch-span.ts';
import { registerCodecs } from './codecs.ts';
import { createConsumer, type Session } from './create-consumer.ts';
import { toBatchRecord } from './decode.ts';
import { GroupOffsets } from './group-offsets.ts';
import type { MessagingLogger } from './kafka-client.ts';
import { Lane, type Fetching, type LanePlace } from './lane.ts';
import { LaneWorker, severityOf, type Handled } from './lane-worker.ts';
import { messagingMetrics } from './metrics.ts';

export type LaneConsumerOptions = {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topicPrefix?: string;
  /** The lane's next offset in the store, read with majority; 0 for a lane never seen. */
  readonly readPosition: (lane: string) => Promise<number>;
  readonly logger: MessagingLogger;
  readonly limits?: BatchLimits;
  readonly session?: Session;
  /** Called with the lanes that this member owns, after each rebalance. */
  readonly onLanes?: (lanes: readonly string[]) => void;
  /** Called after each batch that was written. */
  readonly onCommitted?: (lane: string) => void;
};

type Handler = (batch: Batch) => Promise<Handled>;

const RESTART_MS = 5_000;

/**
 * One member of a consumer group. The store holds each lane's position; the group's offsets in Kafka only follow it,
 * for lag displays.
 */
export class LaneConsumer {
  readonly #options: LaneConsumerOptions;
  readonly #admin: Admin;
  readonly #handlers = new Map<string, { topic: Topic; handle: Handler }>();
  readonly #lanes = new Map<string, Lane>();
  #consumer: Consumer;
  #offsets: GroupOffsets;
  #stopping = false;

  constructor(options: LaneConsumerOptions) {
    registerCodecs();
    this.#options = options;
    this.#admin = options.kafka.admin();
    this.#consumer = createConsumer(options.kafka, options.groupId, options.session);
    this.#offsets = new GroupOffsets(this.#consumer);
  }

  subscribe(topic: Topic, handle: Handler): void {
    this.#handlers.set((this.#options.topicPrefix ?? '') + topic.name, { topic, handle });
  }

  async start(): Promise<void> {
    await this.#admin.connect();
    await this.#run();
  }

  /** Ends after the batches in hand. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#closeLanes();
    await this.#offsets.stop();
    await this.#consumer.disconnect();
    await this.#admin.disconnect();
  }

  async #run(): Promise<void> {
    const consumer = this.#consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.#onAssignment(payload.memberAssignment));
    consumer.on(consumer.events.CRASH, ({ payload }) => void (payload.restart || this.#runAgain(payload.error)));
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.#handlers.keys()], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 12,
      eachBatch: (payload) => this.#onFetched(payload),
    });
    this.#offsets.start();
  }

  /** kafkajs gives up after a crash that it calls non-retriable, and would leave a process that consumes nothing. */
  async #runAgain(error: Error): Promise<void> {
    this.#report(error, { phase: 'consuming' }, 'error');
    await this.#closeLanes();
    await this.#offsets.stop();
    while (!this.#stopping) {
      await sleep(RESTART_MS);
      if (this.#stopping) return;
      this.#consumer = createConsumer(this.#options.kafka, this.#options.groupId, this.#options.session);
      this.#offsets = new GroupOffsets(this.#consumer);
      try {
        return await this.#run();
      } catch (failure) {
        this.#report(failure, { phase: 'starting to consume' }, 'error');
        await this.#consumer.disconnect().catch(() => undefined);
      }
    }
  }

  #onAssignment(assignment: Record<string, number[]>): void {
    if (this.#stopping) return;
    const owned = Object.entries(assignment).flatMap(([name, partitions]) =>
      partitions.map((partition) => ({ key: keyOf(name, partition), name, partition })),
    );
    this.#release(new Set(owned.map(({ key }) => key)));
    for (const { key, name, partition } of owned) {
      const known = this.#lanes.get(key);
      if (known) known.fetchOn();
      else this.#lanes.set(key, this.#openLane(name, partition));
    }
    this.#options.onLanes?.([...this.#lanes.values()].map(({ place }) => place.lane));
  }

  /** Lanes of other members are theirs to write and to commit. */
  #release(owned: ReadonlySet<string>): void {
    for (const [key, lane] of this.#lanes) {
      if (owned.has(key)) continue;
      this.#lanes.delete(key);
      void lane.close();
    }
    this.#offsets.own(owned);
  }

  #openLane(name: string, partition: number): Lane {
    const { topic, handle } = this.#handlerOf(name);
    const place = { topic, name, partition, lane: laneOf(topic, partition) };
    const fetching = this.#fetchingOf(place);
    const worker = new LaneWorker({
      lane: place.lane,
      partition,
      handle: (batch) => messagingMetrics.timed(place.lane, batch, () => batchSpan(topic, batch, () => handle(batch))),
      readPosition: this.#options.readPosition,
      seek: fetching.seek,
      onRoom: fetching.resume,
      onCommitted: (nextOffset) => {
        this.#offsets.reached(keyOf(name, partition), nextOffset);
        this.#options.onCommitted?.(place.lane);
      },
      onFault: (error, attempt) => this.#report(error, { lane: place.lane, attempt, phase: 'writing a batch' }),
      limits: this.#options.limits ?? batchLimits,
    });
    const lane = new Lane(place, worker, fetching);
    void lane.start();
    return lane;
  }

  async #onFetched(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    if (!payload.isRunning() || payload.isStale()) return;
    const lane = this.#lanes.get(keyOf(batch.topic, batch.partition));
    // A partition that is not ours any more is fetched by its new owner.
    if (lane === undefined) return;
    if (!lane.open) return void payload.pause();
    const lastOffset = batch.lastOffset();
    // kafkajs has it, its types don't.
    const fetchedOffset = Number((batch as unknown as { fetchedOffset: string }).fetchedOffset);
    if (!lane.worker.offer(batch.messages.map(toBatchRecord), fetchedOffset, Number(lastOffset))) return lane.fetchOn();
    payload.resolveOffset(lastOffset);
    // Waiting here would keep kafkajs from fetching for every other lane.
    if (lane.worker.full) payload.pause();
    await payload.heartbeat();
  }

  #fetchingOf({ topic, name, partition, lane }: LanePlace): Fetching {
    /** Between two connections kafkajs refuses all three; the assignment that follows does them again. */
    const attempt = (what: (consumer: Consumer) => void): void => {
      try {
        what(this.#consumer);
      } catch (error) {
        this.#report(error, { lane, phase: 'steering the fetch' }, 'info');
      }
    };
    return {
      ends: async () => {
        const ends = (await this.#admin.fetchTopicOffsets(name)).find((p) => p.partition === partition);
        if (ends) return { low: Number(ends.low), high: Number(ends.high) };
        throw new LandfallError('LOG_ENDS_UNKNOWN', `The broker does not tell where ${name} ${partition} ends.`, {
          retryable: true,
        });
      },
      seek: (offset) => attempt((consumer) => consumer.seek({ topic: name, partition, offset: String(offset) })),
      pause: () => attempt((consumer) => consumer.pause([{ topic: name, partitions: [partition] }])),
      resume: () => attempt((consumer) => consumer.resume([{ topic: name, partitions: [partition] }])),
      report: (error, phase) => {
        if (error instanceof LandfallError && error.code === 'POSITION_OUTSIDE_LOG') messagingMetrics.laneStopped(lane);
        this.#report(error, { lane, topic: topic.name, phase });
      },
    };
  }

  async #closeLanes(): Promise<void> {
    const lanes = [...this.#lanes.values()];
    this.#lanes.clear();
    await Promise.all(lanes.map((lane) => lane.close()));
  }

  #handlerOf(name: string): { topic: Topic; handle: Handler } {
    const handler = this.#handlers.get(name);
    if (handler === undefined) throw new LandfallError('UNHANDLED_TOPIC', `No handler for ${name}.`);
    return handler;
  }

  #report(error: unknown, details: object, level = severityOf(error)): void {
    messagingMetrics.fault(error);
    this.#options.logger[level]({ ...details, err: error }, error instanceof Error ? error.message : 'fault');
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;
