import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { backOffMs } from './back-off.ts';
import type { Member } from './assign-lanes.ts';
import { createConsumer, type Session } from './create-consumer.ts';
import { GroupOffsets } from './group-offsets.ts';

export type GroupMemberOptions = {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly session?: Session;
  readonly topics: () => string[];
  /** The partitions that it has, by topic, as it joins. */
  readonly owned: () => Member['owns'];
  readonly onAssignment: (assignment: Record<string, number[]>) => void;
  readonly onFetched: (payload: EachBatchPayload) => Promise<void>;
  /** Called, and awaited, when kafkajs has given up; afterwards it is started anew. */
  readonly onCrash: (error: unknown) => Promise<void>;
  readonly onFault: (error: unknown) => void;
};

/** A crash after so long a time is the first one again. */
const CALM_MS = 60_000;

/** One kafkajs consumer after another, as one member of a group. */
export class GroupMember {
  readonly #options: GroupMemberOptions;
  readonly #stopping = new AbortController();
  #consumer: Consumer;
  #offsets: GroupOffsets;
  #crashes = { count: 0, last: -Infinity };

  constructor(options: GroupMemberOptions) {
    this.#options = options;
    this.#consumer = createConsumer(options);
    this.#offsets = new GroupOffsets(this.#consumer);
  }

  get consumer(): Consumer {
    return this.#consumer;
  }

  get offsets(): GroupOffsets {
    return this.#offsets;
  }

  get stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async start(): Promise<void> {
    const consumer = this.#consumer;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.#options.onAssignment(payload.memberAssignment));
    consumer.on(consumer.events.CRASH, ({ payload }) => void (payload.restart || this.#startAgain(payload.error)));
    await consumer.connect();
    await consumer.subscribe({ topics: this.#options.topics(), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 12,
      eachBatch: (payload) => this.#options.onFetched(payload),
    });
    this.#offsets.start();
  }

  /** From here on nothing is started again; what is fetched still comes. */
  beginStop(): void {
    this.#stopping.abort();
  }

  async stop(): Promise<void> {
    this.beginStop();
    await this.#offsets.stop();
    await this.#consumer.disconnect();
  }

  /** kafkajs gives up after a crash that it calls non-retriable, and would leave a process that consumes nothing. */
  async #startAgain(error: unknown): Promise<void> {
    await this.#options.onCrash(error);
    await this.#offsets.stop();
    for (;;) {
      await this.#pause();
      if (this.stopped) return;
      this.#consumer = createConsumer(this.#options);
      this.#offsets = new GroupOffsets(this.#consumer);
      try {
        await this.start();
        if (this.stopped) await this.stop();
        return;
      } catch (failure) {
        this.#options.onFault(failure);
        await this.#consumer.disconnect().catch(() => undefined);
      }
    }
  }

  async #pause(): Promise<void> {
    const now = performance.now();
    const count = now - this.#crashes.last > CALM_MS ? 0 : this.#crashes.count + 1;
    this.#crashes = { count, last: now };
    await sleep(backOffMs(count), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
