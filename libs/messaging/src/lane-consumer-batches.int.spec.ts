import { once } from 'node:events';
import { createZstdCompress } from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, uniqueName } from '@landfall/testing';
import kafkajs, { CompressionTypes } from 'kafkajs';
import { LaneScene, upTo } from './testing/lane-scene.ts';

jest.setTimeout(60_000);
const MEGABYTE = 1024 * 1024;
let scene: LaneScene;
afterEach(() => scene.stopAll());

/** One record of so many zeros, as zstd: it is never in memory as a whole. */
async function zstdOfZeros(megabytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  const zstd = createZstdCompress().on('data', (part: Buffer) => parts.push(part));
  const fields = Buffer.concat([Buffer.from([0, 0, 0, 1]), zigzag(megabytes * MEGABYTE)]);
  zstd.write(Buffer.concat([zigzag(fields.length + megabytes * MEGABYTE + 1), fields]));
  for (let i = 0; i < megabytes; i++) if (!zstd.write(Buffer.alloc(MEGABYTE))) await once(zstd, 'drain');
  zstd.end(Buffer.from([0]));
  await once(zstd, 'end');
  return Buffer.concat(parts);
}

function zigzag(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = 2 * value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : rest % 128 | 128);
    if (rest < 128) return Buffer.from(bytes);
  }
}

/** A producer that sends this instead of what it compressed. */
async function sendCompressed(bytes: Buffer): Promise<void> {
  const codecs = kafkajs.CompressionCodecs as unknown as Record<number, () => { compress(): Promise<Buffer> }>;
  codecs[CompressionTypes.ZSTD] = () => ({ compress: () => Promise.resolve(bytes) });
  await send([{ value: 'stands for it' }], CompressionTypes.ZSTD);
}

async function send(messages: { value: string | Buffer }[], compression = CompressionTypes.None): Promise<void> {
  const producer = scene.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic: scene.topic.name, messages, compression });
  await producer.disconnect();
}

describe('batches as foreign producers write them', () => {
  // The broker compresses by itself what arrives, with the same code as Java's producers.
  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('are read when they are compressed with %s', async (codec) => {
    scene = await LaneScene.create([1], { 'compression.type': codec });
    await scene.start();
    await scene.sendCount(0, 500);
    await eventually(() => expect(scene.written(0)).toEqual(upTo(500)));
  });

  it('are read when one record is larger than a fetch of a partition', async () => {
    scene = await LaneScene.create([1], { 'max.message.bytes': String(8 * MEGABYTE) });
    await scene.start();
    await send([{ value: 'small' }]);
    await send([{ value: Buffer.alloc(5 * MEGABYTE, 'x') }]);
    await send([{ value: 'small again' }]);
    await eventually(() => expect(scene.written(0)).toEqual([0, 1, 2]));
    expect(scene.store.values.get(scene.lane(0))!.map(({ length }) => length)).toEqual([5, 5 * MEGABYTE, 11]);
  });

  it('are read when few bytes become many, and put aside as a whole when they become too many', async () => {
    scene = await LaneScene.create([1]);
    // Zeros look like a record of schema 0.
    await scene.start({ schemaPatienceMs: 0 });
    await send([{ value: 'before' }]);
    await sendCompressed(await zstdOfZeros(20));
    const bomb = await zstdOfZeros(140);
    await sendCompressed(bomb);
    await send([{ value: 'after' }]);
    await eventually(() => expect(scene.written(0)).toEqual([0, 1, 2, 3]), { timeoutMs: 30_000 });
    const lane = scene.lane(0);
    expect(scene.store.failures.get(lane)!.filter(([, code]) => code === 'BATCH_UNREADABLE')).toEqual([
      [2, 'BATCH_UNREADABLE'],
    ]);
    const lengths = scene.store.values.get(lane)!.map(({ length }) => length);
    expect(lengths[1]).toBe(20 * MEGABYTE);
    expect(lengths[2]).toBeLessThan(bomb.length + 100);
  });

  it('are passed over when their transaction was aborted, however many they are', async () => {
    scene = await LaneScene.create([1]);
    await scene.start();
    const producer = scene.kafka.producer({
      transactionalId: uniqueName('tx'),
      maxInFlightRequests: 1,
      idempotent: true,
    });
    await producer.connect();
    for (const end of ['abort', 'abort', 'commit'] as const) {
      const transaction = await producer.transaction();
      await transaction.send({ topic: scene.topic.name, messages: [{ value: end }, { value: end }] });
      await transaction[end]();
    }
    await producer.disconnect();
    await eventually(() => expect(scene.store.values.get(scene.lane(0))).toEqual(['commit', 'commit']));
    expect(scene.written(0)).toEqual([6, 7]);
  });
});
