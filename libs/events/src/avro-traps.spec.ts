import { describe, expect, it } from '@jest/globals';
import avro from 'avsc';
import { decodeRecord } from './codec.ts';
import { parseBounded } from './bounded-types.ts';
import { catalogue } from './generated/catalogue.ts';

const record = (...fields: object[]) => ({ type: 'record', name: 'R', fields });
const color = (symbols: string[], more: object = {}) => ({
  ...{ name: 'color', type: { type: 'enum', name: 'Color', symbols, ...more } },
});
const note = (...branches: string[]) => ({ name: 'note', type: branches });

/** What a reader makes of bytes that a writer of another version wrote. */
function readAs(reader: object, writer: object, value: object): unknown {
  const [to, from] = [parseBounded(reader), parseBounded(writer)];
  return to.fromBuffer(from.toBuffer(value), to.createResolver(from));
}

describe('a symbol that the reader lacks', () => {
  const newer = record(color(['UNKNOWN', 'RED', 'BLUE'], { default: 'UNKNOWN' }));

  it('is UNKNOWN, since every enum has it for its default', () => {
    const older = record(color(['UNKNOWN', 'RED'], { default: 'UNKNOWN' }));
    expect(readAs(older, newer, { color: 'BLUE' })).toEqual({ color: 'UNKNOWN' });
    expect(readAs(older, newer, { color: 'RED' })).toEqual({ color: 'RED' });
  });

  it('would throw without that default, even for symbols that both have', () => {
    const older = record(color(['UNKNOWN', 'RED']));
    expect(() => readAs(older, newer, { color: 'RED' })).toThrow();
  });

  it('has that default in every enum of the catalogue', () => {
    const enums = [...JSON.stringify(catalogue).matchAll(/"type":"enum"/g)];
    const safe = [...JSON.stringify(catalogue).matchAll(/"default":"UNKNOWN"/g)];
    expect(enums.length).toBeGreaterThan(0);
    expect(safe).toHaveLength(enums.length);
  });
});

describe('a branch of a union that the reader lacks', () => {
  it('throws, also where the record has another one: so unions other than [null, X] are frozen', () => {
    const [older, newer] = [record(note('null', 'string')), record(note('null', 'string', 'long'))];
    expect(readAs(newer, older, { note: null })).toEqual({ note: null });
    expect(() => readAs(older, newer, { note: null })).toThrow();
  });
});

describe('bytes that claim more than there is', () => {
  // 2^40 as an Avro long.
  const huge = [128, 128, 128, 128, 128, 64];

  it.each(['string', 'bytes'])('are refused at once where a %s is expected', (type) => {
    const start = performance.now();
    expect(() => void parseBounded({ type }).fromBuffer(Buffer.from([...huge, 1, 2, 3]))).toThrow();
    expect(performance.now() - start).toBeLessThan(100);
  });

  it('are refused at once where lists are in lists', () => {
    const inner = { type: 'array', items: 'null' };
    const nested = parseBounded({ type: 'array', items: { type: 'array', items: inner } });
    const start = performance.now();
    // Each level claims as many items as there are bytes behind it.
    const bytes = Buffer.concat(Array.from({ length: 9_000 }, () => Buffer.from([20])));
    expect(() => void nested.fromBuffer(bytes)).toThrow();
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('cannot come as a map, which has no bound: no schema may have one', () => {
    expect(() => parseBounded({ type: 'map', values: 'null' })).toThrow('no bound');
    expect(() => parseBounded(record({ name: 'm', type: ['null', { type: 'map', values: 'int' }] }))).toThrow(
      'no bound',
    );
  });

  it('are a record that could not be read, with its code', () => {
    for (const { id } of catalogue) {
      const header = Buffer.alloc(5);
      header.writeUInt32BE(id, 1);
      const start = performance.now();
      expect(() => decodeRecord(Buffer.concat([header, Buffer.from([...huge, ...huge, ...huge])]))).toThrow(
        expect.objectContaining({ code: 'UNDECODABLE_RECORD' }),
      );
      expect(performance.now() - start).toBeLessThan(200);
    }
  });
});

describe('avsc alone', () => {
  it('corrupts a long below -2^52 without a word, which is why longs are guarded', () => {
    const long = avro.Type.forSchema('long');
    const value = -(2 ** 53) + 2;
    expect(long.fromBuffer(long.toBuffer(value))).not.toBe(value);
    expect(() => parseBounded({ type: 'long' }).toBuffer(value)).toThrow('2^52');
  });
});
