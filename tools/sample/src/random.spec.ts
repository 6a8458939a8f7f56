import { describe, expect, it } from '@jest/globals';
import { Random } from './random.ts';

const draw = (random: Random): number[] => Array.from({ length: 5 }, () => random.int(0, 1_000_000));

describe('random choices', () => {
  it('are the same for the same seed and name', () =>
    expect(draw(new Random(7, 'trade'))).toEqual(draw(new Random(7, 'trade'))));

  it('are others for another seed or name', () => {
    expect(draw(new Random(8, 'trade'))).not.toEqual(draw(new Random(7, 'trade')));
    expect(draw(new Random(7, 'disorder'))).not.toEqual(draw(new Random(7, 'trade')));
  });

  it('follow their weights', () => {
    const random = new Random(1);
    const drawn = Array.from({ length: 10_000 }, () =>
      random.weighted([
        [3, 'a'],
        [1, 'b'],
        [0, 'c'],
      ] as const),
    );
    expect(drawn.filter((choice) => choice === 'a').length).toBeGreaterThan(7_300);
    expect(drawn.filter((choice) => choice === 'a').length).toBeLessThan(7_700);
    expect(drawn).not.toContain('c');
  });

  it('take some of a list, each once', () => {
    const some = new Random(1).some([1, 2, 3, 4], 3);
    expect(new Set(some).size).toBe(3);
    expect(new Random(1).some([1, 2], 5)).toHaveLength(2);
  });

  it('keep to their bounds', () => {
    const random = new Random(3);
    const magnitudes = Array.from({ length: 1_000 }, () => random.magnitude(10, 10_000));
    expect(Math.min(...magnitudes)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...magnitudes)).toBeLessThanOrEqual(10_000);
    expect(random.digits(4)).toMatch(/^\d{4}$/);
  });
});
