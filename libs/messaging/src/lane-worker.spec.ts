import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { away, fence, record, records, settled, workerScene as scene } from './testing/worker-scene.ts';

describe('a lane worker', () => {
  it('writes what it was given, in order, in batches within the limits', async () => {
    const { store, worker } = scene();
    await worker.open();
    worker.offer(records(0, 12), 0, 11);
    await settled();
    expect(store.batches.flatMap((batch) => batch.records.map(({ offset }) => offset))).toEqual([...Array(12).keys()]);
    expect(store.batches.map((batch) => batch.records.length)).toEqual([5, 5, 2]);
  });

  it('ends a batch at its bytes, and takes a record that is above them by itself', async () => {
    const { store, worker } = scene();
    await worker.open();
    worker.offer([record(0, 600), record(1, 600), record(2, 5_000), record(3)], 0, 3);
    await settled();
    expect(store.batches.map((batch) => batch.records.map(({ offset }) => offset))).toEqual([[0], [1], [2], [3]]);
  });

  it('drops offsets below what it wants, and folds nothing that was fetched above', async () => {
    const { store, worker } = scene();
    store.position = 4;
    await worker.open();
    expect(worker.offer(records(6, 9), 6, 8)).toBe(false);
    expect(worker.wanted).toBe(4);
    expect(worker.offer(records(0, 8), 0, 7)).toBe(true);
    await settled();
    expect(store.batches[0]!.records.map(({ offset }) => offset)).toEqual([4, 5, 6, 7]);
  });

  it('never stands beyond what was fetched, and folds no offset twice, whatever offsets the records claim', async () => {
    const { store, worker } = scene();
    await worker.open();
    expect(worker.offer([record(0), record(0), record(9), record(1)], 0, 1)).toBe(true);
    await settled();
    expect(store.batches.flatMap((batch) => batch.records.map(({ offset }) => offset))).toEqual([0, 1]);
    expect(store.position).toBe(2);
    expect(worker.offer([record(5)], 2, 3)).toBe(true);
    await settled();
    expect(store.position).toBe(2);
  });

  it('accepts a gap in the log when the fetch began where it should', async () => {
    const { store, worker } = scene();
    await worker.open();
    expect(worker.offer(records(3, 5), 0, 4)).toBe(true);
    await settled();
    expect(store.position).toBe(5);
  });

  it('decides a failed batch again until it is written', async () => {
    let failures = 3;
    const written: number[] = [];
    const { faults, worker } = scene({
      handle: ({ nextOffset }) =>
        failures-- > 0 ? Promise.reject(away()) : Promise.resolve(void written.push(nextOffset)),
    });
    await worker.open();
    worker.offer(records(0, 3), 0, 2);
    await settled();
    expect(faults).toHaveLength(3);
    expect(written).toEqual([3]);
  });

  it('starts again from the store when another consumer moved the lane on', async () => {
    const { store, seeks, worker } = scene();
    await worker.open();
    store.position = 7;
    worker.offer(records(0, 3), 0, 2);
    await settled();
    expect(store.batches).toEqual([]);
    expect(seeks).toEqual([7]);
    expect(worker.wanted).toBe(7);
  });

  it('loses nothing that is fetched while it asks where the store stands', async () => {
    const position = Promise.withResolvers<number>();
    let asked = 0;
    const { store, seeks, worker } = scene({
      readPosition: () => (asked++ === 0 ? Promise.resolve(0) : position.promise),
    });
    await worker.open();
    store.position = 5;
    worker.offer(records(0, 10), 0, 9);
    await settled();
    worker.offer(records(10, 20), 10, 19);
    position.resolve(5);
    await settled();
    expect(seeks).toEqual([5]);
    expect(worker.wanted).toBe(5);
    expect(store.position).toBe(5);
  });

  it('goes on with the rest when a handler took a part', async () => {
    const parts: [number, number][] = [];
    const { worker } = scene({
      handle: ({ position, records: batch }) => {
        const nextOffset = batch[Math.min(batch.length, 2) - 1]!.offset + 1;
        parts.push([position, nextOffset]);
        return Promise.resolve({ nextOffset });
      },
    });
    await worker.open();
    worker.offer(records(0, 5), 0, 4);
    await settled();
    expect(parts).toEqual([
      [0, 2],
      [2, 4],
      [4, 5],
    ]);
  });

  it('says when it is full, and when there is room again', async () => {
    let room = 0;
    const first = Promise.withResolvers<void>();
    const { worker } = scene({ handle: () => first.promise, onRoom: () => room++ });
    await worker.open();
    worker.offer(records(0, 30), 0, 29);
    expect(worker.full).toBe(true);
    first.resolve();
    await settled();
    expect(room).toBe(1);
    expect(worker.full).toBe(false);
  });

  it('passes over control records at the end of a fetch', async () => {
    const { worker } = scene();
    await worker.open();
    worker.offer(records(0, 3), 0, 5);
    expect(worker.wanted).toBe(6);
    await settled();
    expect(worker.offer(records(6, 8), 6, 7)).toBe(true);
  });

  it('goes on after a fetch that brought no record', async () => {
    const { store, worker } = scene();
    await worker.open();
    expect(worker.offer([], 0, 4)).toBe(true);
    expect(worker.offer(records(5, 8), 5, 7)).toBe(true);
    await settled();
    expect(store.position).toBe(8);
  });

  it('writes nothing more once it is closed', async () => {
    const { store, worker } = scene();
    await worker.open();
    worker.offer(records(0, 5), 0, 4);
    worker.offer(records(5, 10), 5, 9);
    await worker.close();
    const { position } = store;
    await settled();
    expect(store.position).toBe(position);
    expect(position).toBeLessThanOrEqual(5);
  });

  it('closes while it waits to try again', async () => {
    const { worker } = scene({ handle: () => Promise.reject(away()), backOffMs: () => 60_000 });
    await worker.open();
    worker.offer(records(0, 3), 0, 2);
    await settled();
    await worker.close();
  });

  it('writes every offset exactly once, whatever is fetched again, lost or fenced', async () => {
    const step = fc.record({
      back: fc.nat(8),
      count: fc.integer({ min: 1, max: 12 }),
      ahead: fc.nat(3),
      rival: fc.nat(6),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        let failing = false;
        const store = { position: 0 };
        const handled: number[] = [];
        const { worker } = scene({
          handle: (batch) => {
            if (failing) {
              failing = false;
              return Promise.reject(away());
            }
            if (batch.position !== store.position) return Promise.reject(fence());
            store.position = batch.nextOffset;
            handled.push(...batch.records.map(({ offset }) => offset));
            return Promise.resolve();
          },
          readPosition: () => Promise.resolve(store.position),
        });
        await worker.open();
        for (const { back, count, ahead, rival, fails } of steps) {
          failing = fails;
          // A rival consumer writes some offsets by itself.
          for (let i = 0; i < rival % 3; i++) handled.push(store.position++);
          const from = Math.max(0, worker.wanted - back + ahead);
          worker.offer(records(from, from + count), from, from + count - 1);
          await settled(10);
        }
        await worker.close();
        expect(handled).toEqual([...Array(store.position).keys()]);
      }),
      { numRuns: 15 },
    );
  });
});
