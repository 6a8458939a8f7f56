import type { Topic } from '@landfall/events';
import type { Admin, Kafka } from 'kafkajs';

/** The few questions that a running service asks of the broker. */
export class KafkaAdmin {
  readonly #admin: Admin;
  readonly #topicPrefix: string;

  constructor(kafka: Kafka, topicPrefix = '') {
    this.#admin = kafka.admin();
    this.#topicPrefix = topicPrefix;
  }

  async connect(): Promise<void> {
    await this.#admin.connect();
  }

  async disconnect(): Promise<void> {
    await this.#admin.disconnect();
  }

  /** First offset and offset after the last one of each partition, in order of partition. */
  async ends(topic: Topic): Promise<{ partition: number; low: number; high: number }[]> {
    const offsets = await this.#admin.fetchTopicOffsets(this.#topicPrefix + topic.name);
    return offsets
      .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
      .sort((a, b) => a.partition - b.partition);
  }

  /** A real round trip, for readiness. */
  async ping(): Promise<void> {
    await this.#admin.describeCluster();
  }
}
