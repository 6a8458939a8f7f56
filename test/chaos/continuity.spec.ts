import { describe, expect, it } from '@jest/globals';
import { Continuity, type Stretch } from './continuity.ts';

function following(...stretches: [from: number, to: number][]): Continuity {
  const continuity = new Continuity();
  for (const [from, to] of stretches) continuity.take({ log: 'a', from, to } satisfies Stretch);
  return continuity;
}

describe('following a published log', () => {
  it('goes on where the last stretch ended', () => {
    const { gaps, repetitions } = following([0, 2], [2, 5]);
    expect({ gaps, repetitions }).toEqual({ gaps: [], repetitions: 0 });
  });

  it('drops what was published twice', () => {
    const { gaps, repetitions } = following([0, 2], [2, 5], [0, 2], [2, 5], [5, 6]);
    expect({ gaps, repetitions }).toEqual({ gaps: [], repetitions: 2 });
  });

  it('names what was left out', () => expect(following([0, 2], [3, 5]).gaps).toEqual([{ log: 'a', from: 2, to: 3 }]));

  it('tells logs that end elsewhere, those never seen included', () => {
    expect(following([0, 2]).unlike(new Map([['a', 2]]))).toEqual([]);
    expect(
      following([0, 2]).unlike(
        new Map([
          ['a', 3],
          ['b', 1],
        ]),
      ),
    ).toEqual(['a was published up to 2, and ends at 3', 'b was published up to 0, and ends at 1']);
  });
});
