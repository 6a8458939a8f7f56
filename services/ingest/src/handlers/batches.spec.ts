import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inBatches, oneAhead } from './batches.ts';
import { collect } from '../testing/collect.ts';

async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

describe('inBatches', () => {
  it('keeps the items and their order, and passes a limit only with an item that is above it alone', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(30)),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (sizes, records, bytes) => {
          const batches = await collect(inBatches(streamOf(sizes), (size) => size, { records, bytes }));
          expect(batches.flat()).toEqual(sizes);
          for (const batch of batches) {
            expect(batch.length).toBeLessThanOrEqual(records);
            const total = batch.reduce((sum, size) => sum + size, 0);
            expect(total <= bytes || batch.length === 1).toBe(true);
          }
        },
      ),
    ));
});

describe('oneAhead', () => {
  it('makes the next batch while one is in hand, and no more', async () => {
    const made: number[] = [];
    const release: (() => void)[] = [];
    async function* source(): AsyncGenerator<number> {
      for (let i = 0; i < 5; i++) {
        made.push(i);
        yield i;
      }
    }
    const done = oneAhead(source(), () => new Promise<void>((resolve) => release.push(resolve)));
    for (let i = 0; i < 20; i++) await turn();
    expect([made, release.length]).toEqual([[0, 1], 1]);
    release[0]!();
    for (let i = 0; i < 20; i++) await turn();
    expect([made, release.length]).toEqual([[0, 1, 2], 2]);
    for (let i = 1; i < 5; i++) {
      release[i]!();
      for (let k = 0; k < 20; k++) await turn();
    }
    await done;
  });

  it('ends with the first failure and starts nothing after it', async () => {
    const started: number[] = [];
    const work = async (i: number): Promise<void> => {
      started.push(i);
      await turn();
      if (i === 1) throw new Error('away');
    };
    await expect(oneAhead(streamOf([0, 1, 2, 3]), work)).rejects.toThrow('away');
    expect(started).toEqual([0, 1]);
  });

  it('finishes the work in hand before it reports a broken source', async () => {
    let finished = false;
    async function* source(): AsyncGenerator<number> {
      yield 0;
      throw new Error('aborted');
    }
    const work = async (): Promise<void> => {
      await turn();
      finished = true;
    };
    await expect(oneAhead(source(), work)).rejects.toThrow('aborted');
    expect(finished).toBe(true);
  });
});
