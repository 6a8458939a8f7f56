import { LandfallError } from '@landfall/errors';
import { laneOf, topics, type Topic } from '@landfall/events';
import { testServers, uniqueName } from '@landfall/testing';
import type { Kafka, Message } from 'kafkajs';
import type { Batch } from '../batch.ts';
import { createKafka } from '../kafka-client.ts';
import { LaneConsumer, type LaneConsumerOptions } from '../lane-consumer.ts';
import type { Handled } from '../lane-worker.ts';
import { createTopics } from '../topics.ts';
import { LANE_FENCED } from '../worker-faults.ts';

export const upTo = (count: number): number[] => [...Array(count).keys()];
export const retryable = (code = 'STORE_AWAY') => new LandfallError(code, 'away', { retryable: true });

/** The shortest session that brokers take by default. */
export const SHORT = { timeoutMs: 6_000, heartbeatMs: 500 };

/** Keeps each lane's position under its condition, and every offset and value that was written. */
export class MemoryLanes {
  readonly positions = new Map<string, number>();
  readonly offsets = new Map<string, number[]>();
  readonly values = new Map<string, string[]>();
  readonly failures = new Map<string, [number, string][]>();
  fenced = 0;

  readonly save = ({ lane, position, nextOffset, records }: Batch): void => {
    if ((this.positions.get(lane) ?? 0) !== position) {
      this.fenced++;
      throw new LandfallError(LANE_FENCED, 'moved on');
    }
    this.positions.set(lane, nextOffset);
    for (const { offset, value, content } of records) {
      add(this.offsets, lane, offset);
      add(this.values, lane, value.toString('utf8'));
      if ('failure' in content) add(this.failures, lane, [offset, content.failure.code]);
    }
  };
}

function add<T>(map: Map<string, T[]>, lane: string, item: T): void {
  const items = map.get(lane);
  if (items) items.push(item);
  else map.set(lane, [item]);
}

export type Told = { readonly level: string; readonly code: string; readonly details: Record<string, unknown> };
export type Running = { readonly consumer: LaneConsumer; readonly lanes: () => readonly string[] };
export type Handle = (batch: Batch) => void | Promise<Handled>;
type StartOptions = Partial<LaneConsumerOptions> & { readonly handle?: Handle; readonly topics?: readonly Topic[] };

/** Topics of its own upon the shared broker, a store, and the consumers of one group. */
export class LaneScene {
  readonly kafka: Kafka;
  readonly topics: readonly Topic[];
  readonly groupId = uniqueName('group');
  readonly store = new MemoryLanes();
  /** What the consumers' loggers were told. */
  readonly told: Told[] = [];
  readonly #running = new Set<LaneConsumer>();

  private constructor(kafka: Kafka, made: readonly Topic[]) {
    this.kafka = kafka;
    this.topics = made;
  }

  /** `partitions`: of each topic. */
  static async create(partitions: readonly number[], config: Topic['config'] = {}): Promise<LaneScene> {
    const kafka = createKafka({ brokers: testServers().brokers.split(','), clientId: 'test' });
    const made = partitions.map((count) => ({
      ...topics.portTransactions,
      name: uniqueName('lanes'),
      partitions: count,
      config: { ...topics.portTransactions.config, ...config },
    }));
    await createTopics(kafka, made);
    return new LaneScene(kafka, made);
  }

  get topic(): Topic {
    return this.topics[0]!;
  }

  lane(partition: number, topic = this.topic): string {
    return laneOf(topic, partition);
  }

  written(partition: number, topic = this.topic): number[] {
    return this.store.offsets.get(laneOf(topic, partition)) ?? [];
  }

  codes(level?: string): string[] {
    return this.told.filter((told) => level === undefined || told.level === level).map(({ code }) => code);
  }

  async start({ handle = this.store.save, topics: of = this.topics, ...options }: StartOptions = {}): Promise<Running> {
    let lanes: readonly string[] = [];
    const consumer = new LaneConsumer({
      kafka: this.kafka,
      groupId: this.groupId,
      readPosition: (lane) => Promise.resolve(this.store.positions.get(lane) ?? 0),
      logger: this.#logger(),
      session: SHORT,
      onLanes: (owned) => (lanes = owned),
      ...options,
    });
    for (const topic of of) consumer.subscribe(topic, async (batch) => handle(batch));
    this.#running.add(consumer);
    await consumer.start();
    return { consumer, lanes: () => lanes };
  }

  /** Sends each message in a batch of its own, or all of them in one. */
  async send(partition: number, messages: readonly Omit<Message, 'partition'>[], topic = this.topic): Promise<void> {
    const producer = this.kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic: topic.name, messages: messages.map((message) => ({ ...message, partition })) });
    await producer.disconnect();
  }

  async sendCount(partition: number, count: number, topic = this.topic): Promise<void> {
    const values = upTo(count).map((i) => ({ key: `k${i}`, value: `value ${i} `.repeat(20) }));
    await this.send(partition, values, topic);
  }

  /** As retention removes records. */
  async removeBefore(partition: number, offset: number): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    // Without it kafkajs does not know who leads the partition.
    await admin.fetchTopicOffsets(this.topic.name);
    await admin.deleteTopicRecords({ topic: this.topic.name, partitions: [{ partition, offset: String(offset) }] });
    await admin.disconnect();
  }

  /** The group's offsets at the broker, by partition; -1 where there is none. */
  async committed(topic = this.topic): Promise<number[]> {
    const admin = this.kafka.admin();
    await admin.connect();
    const [found] = await admin.fetchOffsets({ groupId: this.groupId, topics: [topic.name] });
    await admin.disconnect();
    return found!.partitions.sort((a, b) => a.partition - b.partition).map(({ offset }) => Number(offset));
  }

  async stop({ consumer }: Running): Promise<void> {
    this.#running.delete(consumer);
    await consumer.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((consumer) => consumer.stop()));
    this.#running.clear();
  }

  #logger(): LaneConsumerOptions['logger'] {
    const tell = (level: string) => (details: object) => {
      const { err } = details as { err?: unknown };
      const code = err instanceof LandfallError ? err.code : err instanceof Error ? err.name : 'NONE';
      this.told.push({ level, code, details: details as Record<string, unknown> });
    };
    return { info: tell('info'), warn: tell('warn'), error: tell('error') };
  }
}
