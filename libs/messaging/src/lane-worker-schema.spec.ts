import { describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import type { BatchRecord } from './batch.ts';
import type { LaneWorkerOptions } from './lane-worker.ts';
import { record, records, settled, workerScene } from './testing/worker-scene.ts';

const failure = { code: 'UNKNOWN_SCHEMA', reason: 'Schema id 9 is not in the catalogue.' };
const unknown = (offset: number): BatchRecord => ({ ...record(offset), content: { failure } });
const decoded = { type: 'DutyPaid' } as never;
const all = (from: number, to: number, ...strange: number[]) =>
  records(from, to).map((one) => (strange.includes(one.offset) ? unknown(one.offset) : one));

/** A worker whose patience and knowledge the test decides. */
function scene(options: Partial<LaneWorkerOptions> = {}) {
  const state = { patient: true, known: false, asked: 0 };
  const made = workerScene({
    decode: () => {
      if (state.known) return decoded;
      throw new LandfallError(failure.code, failure.reason, { retryable: true });
    },
    waitsForSchema: () => {
      state.asked++;
      return state.patient;
    },
    limits: { records: 100, bytes: 1_000_000 },
    ...options,
  });
  const batches = () => made.store.batches.map((batch) => batch.records.map(({ offset }) => offset));
  const failed = () =>
    made.store.batches.flatMap((batch) =>
      batch.records.flatMap(({ offset, content }) => ('failure' in content ? [offset] : [])),
    );
  return { ...made, state, batches, failed };
}

describe('a record of an unknown schema', () => {
  it('waits by itself: what came before is written at once', async () => {
    const { worker, batches, faults } = scene();
    await worker.open();
    worker.offer(all(0, 10, 4), 0, 9);
    await settled();
    expect(batches()).toEqual([[0, 1, 2, 3]]);
    expect(faults[0]).toMatchObject({ code: 'UNKNOWN_SCHEMA', retryable: true });
    await worker.close();
    expect(batches()).toEqual([[0, 1, 2, 3]]);
  });

  it('is decoded when its schema becomes known, with all that waited behind it', async () => {
    const { worker, state, batches, failed } = scene();
    await worker.open();
    worker.offer(all(0, 10, 4, 7), 0, 9);
    await settled();
    state.known = true;
    await settled();
    expect(batches()).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7, 8, 9],
    ]);
    expect(failed()).toEqual([]);
  });

  it('is handed on as one that could not be read when patience ends, and so are the next, in one batch', async () => {
    const { worker, state, batches, failed } = scene();
    await worker.open();
    worker.offer(all(0, 10, 4, 7, 8), 0, 9);
    await settled();
    state.patient = false;
    await settled();
    expect(batches().at(-1)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(failed()).toEqual([4, 7, 8]);
  });

  it('is not waited for when it is known after all', async () => {
    const { worker, state, batches } = scene();
    state.known = true;
    await worker.open();
    worker.offer(all(0, 10, 0), 0, 9);
    await settled();
    expect(batches()).toHaveLength(1);
    expect(state.asked).toBe(0);
  });

  it('does not keep what cannot be decoded for other reasons', async () => {
    const { worker, state, failed } = scene();
    await worker.open();
    const bad = { ...record(1), content: { failure: { code: 'UNDECODABLE_RECORD', reason: 'no magic' } } };
    worker.offer([record(0), bad, record(2)], 0, 2);
    await settled();
    expect(failed()).toEqual([1]);
    expect(state.asked).toBe(0);
  });
});

describe('a worker', () => {
  it('goes on after a fetch that brought no record', async () => {
    const { store, worker } = workerScene();
    await worker.open();
    expect(worker.offer([], 0, 4)).toBe(true);
    expect(worker.offer(records(5, 8), 5, 7)).toBe(true);
    await settled();
    expect(store.position).toBe(8);
  });
});
