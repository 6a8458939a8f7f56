import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import { decodeRecord, topics, type Topic, type TransactionOutcomes } from '@landfall/events';
import { KafkaAdmin } from '@landfall/messaging';
import { eventually, uniqueName } from '@landfall/testing';
import kafkajs, { CompressionTypes, type Consumer, type KafkaMessage } from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import type { Stage } from './stage.ts';

export type ReadRecord = KafkaMessage & { readonly partition: number };

/** Reads a topic from its beginning to where it ends now, with kafkajs and nothing of ours; in order within a partition. */
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

const { GZIP, Snappy, LZ4, ZSTD } = CompressionTypes;
const XERIAL_HEADER = 16;

function unsnappy(bytes: Buffer): Buffer {
  const blocks: Uint8Array[] = [];
  for (let at = XERIAL_HEADER; at < bytes.length; at += 4 + bytes.readUInt32BE(at))
    blocks.push(snappy.uncompress(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at))));
  return Buffer.concat(blocks);
}

const decompressors: Record<string, [CompressionTypes, (bytes: Buffer) => Promise<Buffer>]> = {
  gzip: [GZIP, promisify(gunzip)],
  snappy: [Snappy, async (bytes) => unsnappy(bytes)],
  lz4: [LZ4, async (bytes) => Buffer.from(lz4.decompress(bytes))],
  zstd: [ZSTD, promisify(zstdDecompress)],
};

/** How many batches of a topic are compressed with each codec, as the bytes on the broker say. */
export async function batchesByCodec(stage: Stage, topic: Topic): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [name, [type, decompress]] of Object.entries(decompressors)) {
    const counting = (bytes: Buffer) => {
      counts[name] = (counts[name] ?? 0) + 1;
      return decompress(bytes);
    };
    (kafkajs.CompressionCodecs as Record<number, () => object>)[type] = () => ({ decompress: counting });
  }
  await readTopic(stage, topic);
  return counts;
}
