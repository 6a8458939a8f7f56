import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decodeRecord, topics, type Topic, type TransactionOutcomes } from '@landfall/events';
import { KafkaAdmin } from '@landfall/messaging';
import { eventually, uniqueName } from '@landfall/testing';
import type { Consumer, KafkaMessage } from 'kafkajs';
import type { Stage } from './stage.ts';

export type ReadRecord = KafkaMessage & { readonly partition: number };

/** Reads a topic from its beginning to where it ends now; in order within a partition. */
export async function readTopic({ kafka, topicPrefix }: Stage, topic: Topic): Promise<ReadRecord[]> {
  const admin = new KafkaAdmin(kafka, topicPrefix);
  await admin.connect();
  const wanted = (await admin.ends(topic)).reduce((sum, { high }) => sum + high, 0);
  await admin.disconnect();
  const consumer = kafka.consumer({ groupId: topicPrefix + uniqueName('reader'), maxWaitTimeInMs: 100 });
  const records = await read(consumer, topicPrefix + topic.name, wanted);
  await consumer.disconnect();
  return records.sort((a, b) => a.partition - b.partition || Number(a.offset) - Number(b.offset));
}

async function read(consumer: Consumer, topic: string, wanted: number): Promise<ReadRecord[]> {
  const records = new Map<string, ReadRecord>();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch: { partition, messages } }) => {
      for (const message of messages) records.set(`${partition}/${message.offset}`, { ...message, partition });
    },
  });
  await eventually(
    () => {
      if (records.size < wanted) throw new Error(`read ${records.size} of ${wanted} records of ${topic}`);
    },
    { timeoutMs: 60_000 },
  );
  return [...records.values()];
}

/** What account-consolidation has said of each batch, in order of lane and offset. */
export async function outcomesOf(stage: Stage): Promise<TransactionOutcomes[]> {
  const records = (await readTopic(stage, topics.portTransactionsOutcomes)).map(({ value }) => decodeRecord(value!));
  return records.filter((record) => record.type === 'TransactionOutcomes');
}

/** How many batches of a topic are compressed with each codec, as the bytes on the broker say. */
export async function batchesByCodec({ servers, topicPrefix }: Stage, topic: Topic, records: number) {
  const script = fileURLToPath(new URL('codecs-of-topic.mjs', import.meta.url));
  const args = [script, servers.brokers, topicPrefix + topic.name, String(records)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  return JSON.parse(stdout) as Record<string, number>;
}
