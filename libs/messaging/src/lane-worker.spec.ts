import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LandfallError } from '@landfall/errors';
import type { Batch, BatchRecord } from './batch.ts';
import { LANE_FENCED, LaneWorker, type LaneWorkerOptions } from './lane-worker.ts';

const record = (offset: number, bytes = 10): BatchRecord => ({
  offset,
  timestamp: 0,
  key: Buffer.alloc(0),
  value: Buffer.alloc(bytes),
  headers: {},
  content: { failure: { code: 'NONE', reason: '' } },
});
const records = (from: number, to: number): BatchRecord[] => Array.from({ length: to - from }, (_, i) => record(from + i));
const fence = () => new LandfallError(LANE_FENCED, 'moved on');

/** A store that keeps a position, and a consumer that fetches where it is told to. */
function scene(options: Partial<LaneWorkerOptions> = {}) {
  const store = { position: 0, batches: [] as Batch[] };
  const seeks: number[] = [];
  const faults: unknown[] = [];
  const worker = new LaneWorker({
    lane: 'lane',
    partition: 0,
    handle: (batch) => {
      if (batch.position !== store.position) return Promise.reject(fence());
      store.position = batch.nextOffset;
      store.batches.push(batch);
      return Promise.resolve();
    },
    readPosition: () => Promise.resolve(store.position),
    seek: (offset) => seeks.push(offset),
    onCommitted: () => undefined,
    onFault: (error) => faults.push(error),
    backOffMs: () => 0,
    limits: { records: 5, bytes: 1_000 },
    ...options,
  });
  return { store, seeks, faults, worker };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a lane worker', () => {
  it('writes what it was given, in order, in batches within the limits', async () => {
    const { store, worker } = scene();
    await worker.open();
    worker.offer(records(0, 12), 0);
    await settled();
    expect(store.batches.flatMap((batch) => batch.records.map(({ offset }) => offset))).toEqual([...Array(12).keys()]);
    expect(store.batches.map((batch) => batch.records.length)).toEqual([5, 5, 2]);
  });

  it('ends a batch at its bytes, and takes a record that is above them by itself', async () => {
    const { store, worker } = scene();
    await worker.open();
    worker.offer([record(0, 600), record(1, 600), record(2, 5_000), record(3)], 0);
    await settled();
    expect(store.batches.map((batch) => batch.records.map(({ offset }) => offset))).toEqual([[0], [1], [2], [3]]);
  });

  it('drops offsets below what it wants, and folds nothing that was fetched above', async () => {
    const { store, worker } = scene();
    store.position = 4;
    await worker.open();
    expect(worker.offer(records(6, 9), 6)).toBe(false);
    expect(worker.wanted).toBe(4);
    expect(worker.offer(records(0, 8), 0)).toBe(true);
    await settled();
    expect(store.batches[0]!.records.map(({ offset }) => offset)).toEqual([4, 5, 6, 7]);
  });

  it('accepts a gap in the log when the fetch began where it should', async () => {
    const { store, worker } = scene();
    await worker.open();
    expect(worker.offer(records(3, 5), 0)).toBe(true);
    await settled();
    expect(store.position).toBe(5);
  });

  it('decides a failed batch again until it is written', async () => {
    let failures = 3;
    const written: number[] = [];
    const { faults, worker } = scene({
      handle: ({ nextOffset }) => (failures-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve(void written.push(nextOffset))),
    });
    await worker.open();
    worker.offer(records(0, 3), 0);
    await settled();
    expect(faults).toHaveLength(3);
    expect(written).toEqual([3]);
  });

  it('starts again from the store when another consumer moved the lane on', async () => {
    const { store, seeks, worker } = scene();
    await worker.open();
    store.position = 7;
    worker.offer(records(0, 3), 0);
    await settled();
    expect(store.batches).toEqual([]);
    expect(seeks).toEqual([7]);
    expect(worker.wanted).toBe(7);
  });

  it('writes nothing more once it is closed', async () => {
    const { store, worker } = scene();
    await worker.open();
    worker.offer(records(0, 5), 0);
    worker.offer(records(5, 10), 5);
    await worker.close();
    const { position } = store;
    await settled();
    expect(store.position).toBe(position);
    expect(position).toBeLessThanOrEqual(5);
  });

  it('closes while it waits to try again', async () => {
    const { worker } = scene({ handle: () => Promise.reject(new Error('away')), backOffMs: () => 60_000 });
    await worker.open();
    worker.offer(records(0, 3), 0);
    await settled();
    await worker.close();
  });

  it('writes every offset exactly once, whatever is fetched again, lost or fenced', async () => {
    const step = fc.record({ back: fc.nat(8), count: fc.integer({ min: 1, max: 12 }), ahead: fc.nat(3), rival: fc.nat(6), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        let failing = false;
        const store = { position: 0 };
        const handled: number[] = [];
        const { worker } = scene({
          handle: (batch) => {
            if (failing) {
              failing = false;
              return Promise.reject(new Error('away'));
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
          worker.offer(records(from, from + count), from);
          await settled();
        }
        await worker.close();
        expect(handled).toEqual([...Array(store.position).keys()]);
      }),
      { numRuns: 15 },
    );
  });
});
