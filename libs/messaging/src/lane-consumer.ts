import { LandfallError } from '@landfall/errors';
import { laneOf, type Topic } from '@landfall/events';
import type { Admin, EachBatchPayload, Kafka } from 'kafkajs';
import { batchLimits, type Batch, type BatchLimits } from './batch.ts';
import { batchSpan } from './batch-span.ts';
import type { Session } from './create-consumer.ts';
import { faultOf, FaultReports } from './fault-reports.ts';
import { readFetched, type Decode } from './fetched.ts';
import { fetchingOf } from './fetching.ts';
import { GroupMember } from './group-member.ts';
import type { MessagingLogger } from './kafka-client.ts';
import { mendKafkaJs } from './kafkajs-internals.ts';
import { Lane } from './lane.ts';
import { LaneWorker, type Handled } from './lane-worker.ts';
import { messagingMetrics } from './metrics.ts';
import { defaultPatience, schemaIdOf, SchemaPatience } from './schema-patience.ts';
import { severityOf } from './worker-faults.ts';

export type LaneConsumerOptions = {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topicPrefix?: string;
  /** The lane's next offset in the store, read with majority; 0 for a lane never seen. */
  readonly readPosition: (lane: string) => Promise<number>;
  readonly logger: MessagingLogger;
  readonly limits?: BatchLimits;
  readonly session?: Session;
  /** By default the catalogue's. */
  readonly decode?: Decode;
  /**
   * How long records of an unknown schema wait from the first one on, 30 s by default: once, and again when none of it was
   * seen for ten minutes. For all schemas together at most three such times begin in ten minutes.
   */
  readonly schemaPatienceMs?: number;
  /** Called with the lanes that this member owns, after each rebalance. */
  readonly onLanes?: (lanes: readonly string[]) => void;
  /** Called after each batch that was written. */
  readonly onCommitted?: (lane: string) => void;
};

/** Where faults are counted that are no lane's. */
const CONSUMER = 'consumer';

type Handler = (batch: Batch) => Promise<Handled>;

/**
 * One member of a consumer group. The store holds each lane's position; the group's offsets in Kafka only follow it,
 * for lag displays.
 */
export class LaneConsumer {
  readonly #options: LaneConsumerOptions;
  readonly #admin: Admin;
  readonly #handlers = new Map<string, { topic: Topic; handle: Handler }>();
  readonly #lanes = new Map<string, Lane>();
  readonly #reports = new FaultReports();
  readonly #patience: SchemaPatience;
  readonly #member: GroupMember;

  /** @throws LandfallError KAFKAJS_CHANGED */
  constructor(options: LaneConsumerOptions) {
    mendKafkaJs();
    const { schemaPatienceMs: patienceMs = defaultPatience.patienceMs } = options;
    this.#patience = new SchemaPatience({ ...defaultPatience, patienceMs });
    this.#options = options;
    this.#admin = options.kafka.admin();
    this.#member = new GroupMember({
      ...options,
      topics: () => [...this.#handlers.keys()],
      owned: () => this.#owned(),
      onAssignment: (assignment) => this.#onAssignment(assignment),
      onFetched: (payload) => this.#onFetched(payload),
      onCrash: async (error) => {
        this.#report(error, { phase: 'consuming' }, 'error');
        await this.#closeLanes();
      },
      onFault: (error) => this.#report(error, { phase: 'starting to consume' }, 'error'),
    });
  }

  subscribe(topic: Topic, handle: Handler): void {
    this.#handlers.set((this.#options.topicPrefix ?? '') + topic.name, { topic, handle });
  }

  async start(): Promise<void> {
    await this.#admin.connect();
    await this.#member.start();
  }

  /** Ends after the batches in hand. */
  async stop(): Promise<void> {
    this.#member.beginStop();
    await this.#closeLanes();
    await this.#member.stop();
    await this.#admin.disconnect();
  }

  #owned(): Record<string, number[]> {
    const owned: Record<string, number[]> = {};
    for (const { place } of this.#lanes.values()) (owned[place.name] ??= []).push(place.partition);
    return owned;
  }

  #onAssignment(assignment: Record<string, number[]>): void {
    if (this.#member.stopped) return;
    this.#reports.passed(CONSUMER);
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
    this.#member.offsets.own(owned);
  }

  #openLane(name: string, partition: number): Lane {
    const { topic, handle } = this.#handlerOf(name);
    const place = { topic, name, partition, lane: laneOf(topic, partition) };
    const fetching = fetchingOf(place, {
      admin: this.#admin,
      consumer: () => this.#member.consumer,
      report: (error, details, level) => this.#report(error, details, level),
    });
    const worker = new LaneWorker({
      lane: place.lane,
      partition,
      handle: (batch) => messagingMetrics.timed(place.lane, batch, () => batchSpan(topic, batch, () => handle(batch))),
      readPosition: this.#options.readPosition,
      seek: fetching.seek,
      onRoom: fetching.resume,
      onCommitted: (nextOffset) => {
        this.#reports.passed(place.lane);
        this.#member.offsets.reached(keyOf(name, partition), nextOffset);
        this.#options.onCommitted?.(place.lane);
      },
      onFault: (error, attempt) => this.#report(error, { lane: place.lane, attempt, phase: 'writing a batch' }),
      onSetAside: (offset, error) => {
        messagingMetrics.fault(error);
        this.#options.logger.warn({ lane: place.lane, offset, fault: faultOf(error) }, 'a record is set aside');
      },
      limits: this.#options.limits ?? batchLimits,
      waitsForSchema: ({ value }) => this.#patience.waits(schemaIdOf(value), performance.now()),
      ...(this.#options.decode && { decode: this.#options.decode }),
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
    const fetched = readFetched(batch, this.#options.decode);
    const taken = lane.take(fetched);
    if (taken === undefined) return;
    payload.resolveOffset(String(taken));
    // Waiting here would keep kafkajs from fetching for every other lane.
    if (lane.worker.full) payload.pause();
    await payload.heartbeat();
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

  /** A fault that repeats is told at its first time, and then each time that their number has doubled. */
  #report(
    error: unknown,
    details: { lane?: string; phase: string; attempt?: number },
    level = severityOf(error),
  ): void {
    messagingMetrics.fault(error);
    const times = this.#reports.count(details.lane ?? CONSUMER, `${details.phase} ${faultOf(error)}`);
    if (times === undefined) return;
    this.#options.logger[level]({ ...details, times, err: error }, error instanceof Error ? error.message : 'fault');
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;
