import type { Random } from './random.ts';

/**
 * Draws ranks from 1 to `size`, rank k with a probability proportional to 1 / k^exponent, without a table of all ranks:
 * rejection-inversion, W. Hörmann and G. Derflinger, ACM TOMACS 6 (1996), 169-184.
 */
export function zipf(size: number, exponent: number): (random: Random) => number {
  const density = (x: number): number => Math.exp(-exponent * Math.log(x));
  const integral = (x: number): number => expm1Ratio((1 - exponent) * Math.log(x)) * Math.log(x);
  const inverse = (y: number): number => Math.exp(log1pRatio(Math.max(-1, y * (1 - exponent))) * y);

  const first = integral(1.5) - 1;
  const last = integral(size + 0.5);
  const surelyWithin = 2 - inverse(integral(2.5) - density(2));

  return (random) => {
    for (;;) {
      const area = last + random.fraction() * (first - last);
      const x = inverse(area);
      const rank = Math.min(size, Math.max(1, Math.round(x)));
      if (rank - x <= surelyWithin || area >= integral(rank + 0.5) - density(rank)) return rank;
    }
  };
}

// Both ratios tend to 1; at 0 itself they would be 0 / 0 (an exponent of exactly 1).
const expm1Ratio = (x: number): number => (x === 0 ? 1 : Math.expm1(x) / x);
const log1pRatio = (x: number): number => (x === 0 ? 1 : Math.log1p(x) / x);
