import { topics, type Topic } from '@landfall/events';
import { createKafka, createTopics } from '@landfall/messaging';
import { eventually, uniqueName } from '@landfall/testing';
import type { Kafka } from 'kafkajs';
import type { PublishedRecord } from './fact-publisher.contract.ts';

const ours: readonly Topic[] = [
  topics.portTransactionsInbound,
  topics.portTransactions,
  topics.portTransactionsRejected,
];

export type TestTopics = {
  readonly kafka: Kafka;
  readonly topicPrefix: string;
  /** Waits for so many records and reads them from the beginning, by partition and offset. */
  readonly read: (topic: Topic, count: number) => Promise<PublishedRecord[]>;
  readonly remove: () => Promise<void>;
};

/** Ingest's topics under a prefix of their own. */
export async function makeTopics(brokers: string): Promise<TestTopics> {
  const kafka = createKafka({ brokers: brokers.split(','), clientId: 'ingest-test' });
  const topicPrefix = `${uniqueName('ingest')}.`;
  await createTopics(kafka, ours, { topicPrefix });
  return {
    kafka,
    topicPrefix,
    read: (topic, count) => readAll(kafka, topicPrefix + topic.name, count),
    remove: () => remove(kafka, topicPrefix),
  };
}

async function readAll(kafka: Kafka, topic: string, count: number): Promise<PublishedRecord[]> {
  const consumer = kafka.consumer({ groupId: uniqueName('reader'), maxWaitTimeInMs: 50 });
  const records: PublishedRecord[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message: { offset, key, value, headers } }) => {
        const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]);
        records.push({
          partition,
          offset: Number(offset),
          key: String(key),
          value: value!,
          headers: Object.fromEntries(texts) as Record<string, string>,
        });
      },
    });
    await eventually(
      () => {
        if (records.length < count) throw new Error(`${records.length} of ${count} records of ${topic} have come.`);
      },
      { timeoutMs: 30_000 },
    );
  } finally {
    await consumer.disconnect();
  }
  return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}

async function remove(kafka: Kafka, topicPrefix: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: ours.map(({ name }) => topicPrefix + name) });
  await admin.disconnect();
}
