import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitting, sizesOf, totalOf, type Original } from '../domain/original.ts';
import { fromFrame, toFrame } from './original-frame.ts';
import { portionsOf } from './portions.ts';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const anyOriginal: fc.Arbitrary<Original> = fc.record({
  key: bytes,
  headers: fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }), value: fc.option(bytes) })),
  value: bytes,
});

describe('the frame of a record', () => {
  it('gives the record back, whatever is in it', () =>
    fc.assert(fc.property(anyOriginal, (original) => expect(fromFrame(toFrame(original))).toEqual(original))));

  it('is refused where its end is missing', () => {
    const frame = toFrame({ key: Buffer.from('key'), headers: [{ name: 'h', value: null }], value: Buffer.alloc(0) });
    expect(() => fromFrame(frame.subarray(0, -1))).toThrow(expect.objectContaining({ code: 'QUARANTINE_INCOMPLETE' }));
  });
});

describe('what of a record fits', () => {
  it('is never more than may be, and whole where all of it may', () =>
    fc.assert(
      fc.property(anyOriginal, fc.nat({ max: 200 }), (original, limit) => {
        const fits = fitting(original, limit);
        expect(totalOf(sizesOf(fits))).toBeLessThanOrEqual(limit);
        if (totalOf(sizesOf(original)) <= limit) expect(fits).toEqual(original);
      }),
    ));

  it('is the key and the headers before the value', () => {
    const original = { key: Buffer.from('k'), headers: [{ name: 'h', value: null }], value: Buffer.alloc(10) };
    expect(fitting(original, 5)).toEqual({ ...original, value: Buffer.alloc(0) });
    expect(fitting({ ...original, key: Buffer.alloc(90) }, 20)).toEqual({ ...original, key: Buffer.alloc(0) });
  });
});

describe('portions', () => {
  it('have every item once, in order, each within the limit or alone', () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 })), (sizes) => {
        const portions = [...portionsOf(sizes, 10, (size) => size)];
        expect(portions.flat()).toEqual(sizes);
        for (const portion of portions)
          expect(portion.length === 1 || portion.reduce((sum, size) => sum + size, 0) <= 10).toBe(true);
      }),
    ));
});
