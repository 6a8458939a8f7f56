import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFetchResponse, SIGN, type FetchResponse } from './fetch-response.ts';
import { abortMark, batch, code, CONTROL, decode, lastSign, offsets, records } from './testing/decoded-sets.ts';
import { BASE_TIME, batchBytes, responseBytes } from './testing/fetch-responses.ts';

const kafkajsDecoder = () =>
  createRequire(import.meta.url)('kafkajs/src/protocol/requests/fetch/v11/response') as {
    decode(raw: Buffer): Promise<FetchResponse>;
  };

describe('a fetch response', () => {
  it("is read as kafkajs' own decoder reads it", async () => {
    const kafkajs = kafkajsDecoder();
    const value = fc.record({
      key: fc.string(),
      value: fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
      headers: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.string())), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 5 }), fc.nat(2 ** 40), async (all, baseOffset) => {
        const set = batchBytes({ baseOffset, records: all });
        const raw = responseBytes('facts', [{ partition: 3, set, highWatermark: 2 ** 41 }]);
        const [ours, theirs] = [await decodeFetchResponse(raw, 11), await kafkajs.decode(raw)];
        const seen = (response: FetchResponse) =>
          response.responses[0]!.partitions[0]!.messages.map(({ offset, timestamp, key, value: bytes, headers }) => ({
            ...{ offset, timestamp, key, value: bytes },
            headers: Object.entries(headers!),
          }));
        expect(seen(ours)).toEqual(seen(theirs));
        expect({ ...ours.responses[0]!.partitions[0]!, messages: [] }).toEqual({
          ...theirs.responses[0]!.partitions[0]!,
          messages: [],
        });
      }),
      { numRuns: 100 },
    );
  });

  it('gives the time of the append where the topic says so', async () => {
    const [messages] = await decode({ set: batch(0, 3, { attributes: 0x08 }) });
    expect(messages!.map(({ timestamp }) => Number(timestamp) - BASE_TIME)).toEqual([3, 3, 3]);
  });

  it('ends where its last batch is cut', async () => {
    const set = Buffer.concat([batch(0, 3), batch(3, 6).subarray(0, -1)]);
    const [messages] = await decode({ set });
    expect(offsets(messages!)).toEqual([0, 1, 2]);
    expect(lastSign(messages!)).toBeUndefined();
  });

  it('says which partition is damaged, wherever a byte of it was changed, and reads the others', async () => {
    const first = batch(0, 3);
    const second = batch(3, 6);
    // The leader's epoch (4 bytes at 12) is for brokers; nothing here depends on it.
    const places = [...second.keys()].filter((at) => at < 12 || at >= 16);
    for (const place of places) {
      const set = Buffer.concat([first, second]);
      set[first.length + place]! ^= 0x80;
      const [damaged, whole] = await decode({ set, highWatermark: 6 }, { set: batch(0, 2) });
      expect(offsets(damaged!)).toEqual([0, 1, 2]);
      // A length that has become too great looks like a batch that was cut, and it is fetched again as one.
      const looksCut = place >= 8 && place < 12 && set.readInt32BE(first.length + 8) > second.length - 12;
      expect([place, code(damaged!)]).toEqual([place, looksCut ? undefined : 'CORRUPT_BATCH']);
      expect(offsets(whole!)).toEqual([0, 1]);
    }
  });

  it('takes a first batch that is not there as a whole for damaged: brokers cut none', async () => {
    const [messages] = await decode({ set: batch(0, 3).subarray(0, -1) });
    expect(code(messages!)).toBe('CORRUPT_BATCH');
  });

  it('drops what was aborted, and the marks, but tells how far it came', async () => {
    const transactional = { attributes: 0x10, producerId: 7 };
    const set = Buffer.concat([batch(0, 3, transactional), batch(3, 5), abortMark(5, 7), batch(6, 8, transactional)]);
    const aborted = [{ producerId: 7, firstOffset: 0 }];
    expect(offsets((await decode({ set, aborted }))[0]!)).toEqual([3, 4, 6, 7]);
    const [none] = await decode({ set: Buffer.concat([batch(0, 3, transactional), abortMark(3, 7)]), aborted });
    expect(none).toMatchObject([{ offset: '3', [SIGN]: 'passed' }]);
  });

  it('passes over a mark of a transaction whose record was compacted away', async () => {
    const empty = batchBytes({ baseOffset: 2, lastOffset: 2, attributes: CONTROL, producerId: 7 });
    const [messages] = await decode({ set: Buffer.concat([batch(0, 2), empty, batch(3, 5)]) });
    expect(offsets(messages!)).toEqual([0, 1, 3, 4]);
    expect(lastSign(messages!)).toBeUndefined();
  });

  it('says of records beyond the log that they may be early: it may have grown while the broker answered', async () => {
    const [messages] = await decode({ set: Buffer.concat([batch(0, 3), batch(3, 6)]), highWatermark: 5 });
    expect(offsets(messages!)).toEqual([0, 1, 2]);
    expect(lastSign(messages!)).toMatchObject({ corrupt: { code: 'CORRUPT_BATCH' }, early: true });
    const [damaged] = await decode({ set: batch(0, 3).fill(1, 61) });
    expect(code(damaged!)).toBe('CORRUPT_BATCH');
    expect(lastSign(damaged!)).not.toHaveProperty('early');
  });

  it('tells how far it came when records at the end were compacted away', async () => {
    const [messages] = await decode({ set: batchBytes({ baseOffset: 10, records: records(10, 12), lastOffset: 19 }) });
    expect(offsets(messages!)).toEqual([10, 11]);
    expect(messages!.at(-1)).toMatchObject({ offset: '19', [SIGN]: 'passed' });
  });

  it('is not kept in memory by the records of one of its partitions', async () => {
    const raw = responseBytes('facts', [{ partition: 0, set: batch(0, 1) }]);
    const { responses } = await decodeFetchResponse(raw, 11);
    const { value } = responses[0]!.partitions[0]!.messages[0]!;
    expect(value!.toString()).toBe('value 0');
    raw.fill(0);
    expect(value!.toString()).toBe('value 0');
  });

  it('takes any name for that of a header', async () => {
    const headers = [['__proto__', 'a'] as const, ['constructor', 'b'] as const];
    const [messages] = await decode({ set: batchBytes({ baseOffset: 0, records: [{ headers }] }) });
    expect(Object.entries(messages![0]!.headers!).map(([name, value]) => [name, String(value)])).toEqual(headers);
  });

  it('keeps headers without a value', async () => {
    const headers = [['a', null] as const, ['b', null] as const, ['b', 'x'] as const];
    const [messages] = await decode({ set: batchBytes({ baseOffset: 0, records: [{ headers }] }) });
    expect({ ...messages![0]!.headers! }).toEqual({ a: null, b: [null, Buffer.from('x')] });
  });

  it('keeps no more headers of a record than anything reads', async () => {
    const headers = Array.from({ length: 5_000 }, () => ['a', 'b'] as const);
    const [messages] = await decode({ set: batchBytes({ baseOffset: 0, records: [{ headers }] }) });
    expect(messages![0]!.headers!['a']).toHaveLength(256);
  });

  it('is refused, to be fetched again, when its frame makes no sense', async () => {
    const raw = responseBytes('facts', [{ partition: 0, set: batch(0, 3) }]);
    await expect(decodeFetchResponse(raw.subarray(0, 40), 11)).rejects.toMatchObject({
      code: 'FETCH_UNREADABLE',
      retryable: true,
    });
  });
});
