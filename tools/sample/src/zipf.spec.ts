import { describe, expect, it } from '@jest/globals';
import { Random } from './random.ts';
import { zipf } from './zipf.ts';

const DRAWS = 20_000;

function sharesOf(size: number, exponent: number): number[] {
  const random = new Random(5);
  const rank = zipf(size, exponent);
  const shares = new Array<number>(size).fill(0);
  for (let i = 0; i < DRAWS; i++) shares[rank(random) - 1]! += 1 / DRAWS;
  return shares;
}

describe('ranks by Zipf', () => {
  it.each([0, 0.5, 1, 2])('have shares of 1 / rank^%d', (exponent) => {
    const weights = [1, 2, 3, 4, 5].map((rank) => rank ** -exponent);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    sharesOf(5, exponent).forEach((share, index) =>
      expect(Math.abs(share - weights[index]! / total)).toBeLessThan(0.015),
    );
  });

  it('are 1 where there is one account', () => expect(sharesOf(1, 1)).toEqual([expect.closeTo(1)]));

  it('reach far among millions', () => {
    const random = new Random(5);
    const rank = zipf(5_000_000, 1);
    const ranks = Array.from({ length: 5_000 }, () => rank(random));
    expect(Math.max(...ranks)).toBeGreaterThan(2_000_000);
    expect(Math.max(...ranks)).toBeLessThanOrEqual(5_000_000);
    expect(ranks.filter((one) => one === 1).length).toBeGreaterThan(200);
  });
});
