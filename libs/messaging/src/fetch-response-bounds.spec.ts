import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it, jest } from '@jest/globals';
import { codecs } from './codecs.ts';
import { decodeFetchResponse, SIGN } from './fetch-response.ts';
import { batch, code, decode, MOST, offsets, record, ZSTD } from './testing/decoded-sets.ts';
import { bareRecords, batchBytes, responseBytes } from './testing/fetch-responses.ts';

const fails = (failure: string): never => {
  throw Object.assign(new Error('no memory'), { code: failure });
};

/** What producers may write, whatever it is, and what a process can take. */
describe('a fetch response', () => {
  it('hands on as a whole what cannot be read, with its bytes, and reads what follows', async () => {
    const bomb = batchBytes({
      baseOffset: 2,
      records: [record('x')],
      attributes: ZSTD,
      compress: () => zstdCompressSync(Buffer.alloc(2 * MOST)),
    });
    const nonsense = batchBytes({ baseOffset: 3, records: [record('y')], compress: () => Buffer.from('nonsense') });
    const unknownCodec = batch(4, 6, { attributes: 7 });
    const tooMany = batchBytes({ baseOffset: 6, records: [record('z')], count: 2 ** 31 - 1, lastOffset: 2 ** 20 });
    for (const bad of [bomb, nonsense, unknownCodec, tooMany]) {
      const from = Number(bad.readBigInt64BE(0));
      const to = from + bad.readInt32BE(23);
      const set = Buffer.concat([batch(0, 2), bad, batch(to + 1, to + 3)]);
      const [messages] = await decode({ set, highWatermark: 2 ** 22 });
      expect(offsets(messages!)).toEqual([0, 1, to + 1, to + 2]);
      const unread = messages!.find((message) => message[SIGN] !== undefined)!;
      const covered: unknown = expect.stringContaining(` covers the offsets ${from} to ${to}.`);
      expect(unread).toMatchObject({ offset: String(to), [SIGN]: { unread: covered } });
      expect(unread.value!.equals(bad)).toBe(true);
    }
  });

  it.each([
    ['an array buffer', () => new Uint8Array(2 ** 45)],
    ['a buffer', () => Buffer.allocUnsafe(2 ** 45)],
    ['zlib', () => fails('Z_MEM_ERROR')],
    ['zstd', () => fails('ZSTD_error_memory_allocation')],
  ])('does not set a good batch aside when there was no memory for %s: it is fetched again', async (_, allocate) => {
    const expand = jest.spyOn(codecs as Record<number, () => Promise<Buffer>>, ZSTD);
    const set = Buffer.concat([batch(0, 2), batch(2, 4, { attributes: ZSTD, compress: (b) => zstdCompressSync(b) })]);
    expand.mockImplementationOnce(async () => Buffer.from(allocate()));
    const [short] = await decode({ set });
    expect(offsets(short!)).toEqual([0, 1]);
    expect(code(short!)).toBe('MEMORY_SHORT');
    expect(offsets((await decode({ set }))[0]!)).toEqual([0, 1, 2, 3]);
  });

  it('believes no offsets inside a batch that do not rise within it', async () => {
    for (const deltas of [
      [0, 0],
      [0, 5],
      [1, 0],
      [-1, 1],
    ]) {
      const bad = batchBytes({ baseOffset: 2, records: deltas.map((delta) => ({ ...record('x'), delta })) });
      const [messages] = await decode({ set: Buffer.concat([batch(0, 2), bad, batch(4, 6)]) });
      expect(offsets(messages!)).toEqual([0, 1, 4, 5]);
      const unread = messages!.find((message) => message[SIGN] !== undefined)!;
      expect(unread).toMatchObject({ offset: '3', [SIGN]: { unread: expect.any(String) } });
      expect(unread.value!.equals(bad)).toBe(true);
    }
  });

  it('may have gaps where records were compacted away', async () => {
    const kept = [1, 4, 5].map((delta) => ({ ...record('x'), delta }));
    const [messages] = await decode({ set: batchBytes({ baseOffset: 10, records: kept, lastOffset: 17 }) });
    expect(offsets(messages!)).toEqual([11, 14, 15]);
  });

  it('reads at most so much at once, and the rest with the next fetch', async () => {
    const large = (baseOffset: number) =>
      batchBytes({
        ...{ baseOffset, records: [{ value: Buffer.alloc(0.4 * MOST) }], attributes: ZSTD },
        compress: (bytes) => zstdCompressSync(bytes),
      });
    const set = Buffer.concat([0, 1, 2, 3, 4, 5].map(large));
    expect(offsets((await decode({ set }))[0]!)).toEqual([0, 1, 2]);
  });

  it('may have very many records: kafkajs, which makes them arguments of one call, would give up for good', async () => {
    const count = 130_000;
    const set = batchBytes({ baseOffset: 0, count, lastOffset: count - 1, compress: () => bareRecords(count) });
    const raw = responseBytes('facts', [{ partition: 0, set }]);
    const { responses } = await decodeFetchResponse(raw, 11);
    expect(offsets(responses[0]!.partitions[0]!.messages)).toHaveLength(count);
  });
});
