// @ts-check
// Says how many batches of a topic are compressed with each codec, as the bytes on the broker say it: JSON on standard output.
// A program of its own, with kafkajs as it comes: in a process with libs/messaging fetches are decoded otherwise.
// Arguments: brokers, topic, number of records.
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import kafkajs, { CompressionTypes, logLevel } from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';

const [brokers = '', topic = '', records = '0'] = process.argv.slice(2);
const XERIAL_HEADER = 16;

/** @param {Buffer} bytes */
function unsnappy(bytes) {
  const blocks = [];
  for (let at = XERIAL_HEADER; at < bytes.length; at += 4 + bytes.readUInt32BE(at))
    blocks.push(snappy.uncompress(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at))));
  return Buffer.concat(blocks);
}

/** @type {Record<string, [CompressionTypes, (bytes: Buffer) => Uint8Array]>} */
const codecs = {
  gzip: [CompressionTypes.GZIP, (bytes) => gunzipSync(bytes)],
  snappy: [CompressionTypes.Snappy, unsnappy],
  lz4: [CompressionTypes.LZ4, (bytes) => lz4.decompress(bytes)],
  zstd: [CompressionTypes.ZSTD, (bytes) => zstdDecompressSync(bytes)],
};

/** @type {Record<string, number>} */
const counts = {};
for (const [name, [type, decompress]] of Object.entries(codecs)) {
  /** @param {Buffer} bytes */
  const counting = async (bytes) => {
    counts[name] = (counts[name] ?? 0) + 1;
    return Buffer.from(decompress(bytes));
  };
  /** @type {Record<number, () => object>} */ (kafkajs.CompressionCodecs)[type] = () => ({ decompress: counting });
}

const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), clientId: 'codecs', logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `${topic}.codecs`, maxWaitTimeInMs: 100 });
const read = new Set();
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
await new Promise((resolve, reject) => {
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  void consumer.run({
    eachBatch: async ({ batch: { partition, messages } }) => {
      for (const { offset } of messages) read.add(`${partition}/${offset}`);
      if (read.size >= Number(records)) resolve(undefined);
    },
  });
});
await consumer.disconnect();
console.log(JSON.stringify(counts));
