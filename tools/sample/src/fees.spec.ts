import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayOf } from './calendar.ts';
import { harborMaintenanceFee, informalProcessingFee, merchandiseProcessingFee, prorate } from './fees.ts';

describe('the merchandise processing fee', () => {
  it.each([
    ['2025-09-30', 1_000_00, 32_71],
    ['2025-10-01', 1_000_00, 33_58],
    ['2025-10-01', 50_000_00, 173_20],
    ['2025-10-01', 900_000_00, 651_50],
    ['2025-10-01', 0, 0],
  ])('of an entry on %s of %d cents is %d cents', (date, value, fee) =>
    expect(merchandiseProcessingFee(value, dayOf(date))).toBe(fee),
  );

  it('is small for an informal entry', () => expect(informalProcessingFee(dayOf('2026-10-01'))).toBe(2_77));
});

describe('the harbor maintenance fee', () => {
  it('is 0.125 %, rounded half up', () => {
    expect(harborMaintenanceFee(10_000_00)).toBe(12_50);
    expect(harborMaintenanceFee(4_00)).toBe(1);
  });
});

describe('sharing a fee by value', () => {
  it('gives the odd cents to the most valuable line', () => expect(prorate(100, [1, 1, 4])).toEqual([16, 16, 68]));

  it('loses no cent', () =>
    fc.assert(
      fc.property(fc.nat(65_150), fc.array(fc.nat(10 ** 9), { minLength: 1, maxLength: 6 }), (fee, values) => {
        fc.pre(values.some((value) => value > 0));
        expect(prorate(fee, values).reduce((sum, share) => sum + share, 0)).toBe(fee);
      }),
    ));
});
