import { describe, expect, it } from '@jest/globals';
import { MAX_ITEMS, parseBounded } from './bounded-types.ts';

/** An Avro long, for counts that a test claims: zigzag, seven bits a byte. */
function long(value: number): number[] {
  const bytes: number[] = [];
  let rest = value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

type Bounded = ReturnType<typeof parseBounded>;
const read = (type: Bounded, bytes: number[]): unknown => type.fromBuffer(Buffer.from(bytes));

const strings = parseBounded({ type: 'array', items: 'string' });
const record = (...fields: object[]) => parseBounded({ type: 'record', name: 'R', fields });
const id = { name: 'id', type: 'int' };
const list = (items: object | string) => ({ name: 'list', type: { type: 'array', items } });

describe('a bounded list', () => {
  it('reads several blocks, with and without their size in bytes', () => {
    const bytes = [...long(2), 2, 97, 2, 98, ...long(-1), ...long(2), 2, 99, 0];
    expect(read(strings, bytes)).toEqual(['a', 'b', 'c']);
  });

  it('may not expand five bytes to millions of items', () => {
    const nulls = parseBounded({ type: 'array', items: 'null' });
    expect(() => read(nulls, [...long(100_000_000), 0])).toThrow('claims 100000000 items');
  });

  it.each([5, 10_000, 2 ** 31, 2 ** 52, -5, -(2 ** 52)])('may not claim %p items in three bytes', (count) =>
    expect(() => read(strings, [...long(count), 0, 0, 0])).toThrow('items'),
  );

  it('holds 10,000 items and no more, however many blocks they come in', () => {
    const block = [...long(MAX_ITEMS / 2), ...Array<number>(MAX_ITEMS / 2).fill(0)];
    expect(read(strings, [...block, ...block, 0])).toHaveLength(MAX_ITEMS);
    expect(() => read(strings, [...block, ...block, ...long(1), 0, 0])).toThrow('10001 items');
  });

  it('is bounded as well where a reader of a newer version skips it', () => {
    const newer = record(id);
    const resolver = newer.createResolver(record(list('string'), id));
    const skip = (bytes: number[]): unknown => newer.fromBuffer(Buffer.from(bytes), resolver);
    expect(skip([...long(2), 2, 97, 0, 0, 14])).toEqual({ id: 7 });
    expect(() => skip([...long(2 ** 40), 0, 0, 0])).toThrow('items');
    // A block whose size says to go back would be skipped for ever.
    expect(() => skip([...long(-3), ...long(-4), 0])).toThrow();
  });

  it('is bounded as well where its items are resolved', () => {
    const older = record(list({ type: 'record', name: 'I', fields: [id] }));
    const newer = record(
      list({ type: 'record', name: 'I', fields: [id, { name: 'note', type: ['null', 'string'], default: null }] }),
    );
    const resolver = newer.createResolver(older);
    const resolve = (bytes: number[]): unknown => newer.fromBuffer(Buffer.from(bytes), resolver);
    expect(resolve([...long(1), 14, 0])).toEqual({ list: [{ id: 7, note: null }] });
    expect(() => resolve([...long(50), 14, 0])).toThrow('claims 50 items');
  });
});

describe('a bounded number', () => {
  it('is no int beyond 32 bits', () => {
    const int = parseBounded({ type: 'int' });
    expect(read(int, long(-(2 ** 31)))).toBe(-(2 ** 31));
    expect(() => read(int, long(2 ** 31))).toThrow('32 bits');
  });

  it('is no long beyond 2^52, also in a union and with a logical type', () => {
    const time = parseBounded(['null', { type: 'long', logicalType: 'timestamp-millis' }]);
    expect(read(time, [2, ...long(-(2 ** 52))])).toBe(-(2 ** 52));
    expect(() => read(time, [2, ...long(2 ** 52 + 1)])).toThrow('2^52');
    expect(() => read(time, [2, ...Array<number>(400).fill(255), 1])).toThrow('2^52');
  });
});
