import { LandfallError } from '@landfall/errors';
import type { Batch, BatchRecord } from '../batch.ts';
import { LaneWorker, type LaneWorkerOptions } from '../lane-worker.ts';
import { LANE_FENCED } from '../worker-faults.ts';

export const record = (offset: number, bytes = 10): BatchRecord => ({
  offset,
  timestamp: 0,
  key: Buffer.alloc(0),
  value: Buffer.alloc(bytes),
  headers: {},
  content: { record: { type: 'DutyPaid' } as never },
});
export const records = (from: number, to: number): BatchRecord[] =>
  Array.from({ length: to - from }, (_, i) => record(from + i));
export const away = () => new LandfallError('STORE_AWAY', 'away', { retryable: true });
export const fence = () => new LandfallError(LANE_FENCED, 'moved on');

/** A store that keeps a position, and a consumer that fetches where it is told to. */
export function workerScene(options: Partial<LaneWorkerOptions> = {}) {
  const store = { position: 0, batches: [] as Batch[] };
  const seeks: number[] = [];
  const faults: unknown[] = [];
  const aside: number[] = [];
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
    onRoom: () => undefined,
    onFault: (error) => faults.push(error),
    onSetAside: (offset) => aside.push(offset),
    backOffMs: () => 0,
    limits: { records: 5, bytes: 1_000 },
    ...options,
  });
  return { store, seeks, faults, aside, worker };
}

/** Lets so many timers of the worker go by: counted in turns, since a busy machine makes time say little. */
export async function settled(turns = 30): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
}
