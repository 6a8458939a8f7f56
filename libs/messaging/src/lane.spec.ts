import { describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { topics, type Topic } from '@landfall/events';
import { eventually } from '@landfall/testing';
import type { Batch, BatchRecord } from './batch.ts';
import { Lane } from './lane.ts';
import { LaneWorker } from './lane-worker.ts';

const SOON = { timeoutMs: 3_000 };
const expiring = topics.portTransactionsInbound;
const record = (offset: number): BatchRecord => ({
  offset,
  timestamp: 0,
  key: Buffer.alloc(0),
  value: Buffer.alloc(1),
  headers: {},
  content: { record: { type: 'DutyPaid' } as never },
});

type Where = { position: number; low?: number; high?: number; topic?: Topic };

/** A lane whose store stands at `position`, upon a log that reaches from `low` to `high`. */
function scene({ position, low = 0, high = 100, topic = topics.portTransactions }: Where) {
  const log = { low, high };
  const steps: string[] = [];
  const reports: unknown[] = [];
  const batches: Batch[] = [];
  const seek = (offset: number) => void steps.push(`seek ${offset}`);
  const worker = new LaneWorker({
    lane: 'lane',
    partition: 0,
    handle: (batch) => {
      batches.push(batch);
      return new Promise(() => undefined);
    },
    readPosition: () => Promise.resolve(position),
    seek,
    onRoom: () => undefined,
    onCommitted: () => undefined,
    onFault: () => undefined,
    onSetAside: () => undefined,
    limits: { records: 2, bytes: 1_000 },
  });
  const place = { topic, name: 'facts', partition: 0, lane: 'lane' };
  const lane = new Lane(place, worker, {
    ends: () => Promise.resolve(log),
    seek,
    pause: () => void steps.push('pause'),
    resume: () => void steps.push('resume'),
    report: (error) => void reports.push(error),
  });
  return { lane, worker, steps, reports, log, batches };
}

describe('a lane', () => {
  it("seeks to the store's position when it is assigned, and only then fetches", async () => {
    const { lane, steps } = scene({ position: 40 });
    await lane.start();
    expect(lane.open).toBe(true);
    expect(steps).toEqual(['seek 40', 'resume']);
  });

  it('seeks to what it wants next when it is assigned again, and stays paused while its queue is full', async () => {
    const { lane, worker, steps } = scene({ position: 40 });
    await lane.start();
    worker.offer([record(40), record(41), record(42)], 40, 42);
    lane.fetchOn();
    worker.offer([record(43), record(44), record(45), record(46)], 43, 46);
    lane.fetchOn();
    expect(steps).toEqual(['seek 40', 'resume', 'seek 43', 'resume', 'seek 47']);
  });

  it.each([
    ['beyond the end of the log', { position: 101 }],
    ['before its beginning', { position: 40, low: 41 }],
    ['before its beginning, even if records expire', { position: 40, low: 41, topic: expiring }],
    ['never seen, of a log that was to keep everything', { position: 0, low: 41 }],
  ])('stops, paused and reported, at a position %s', async (_, where) => {
    const { lane, steps, reports } = scene(where);
    await lane.start();
    lane.fetchOn();
    expect(lane.open).toBe(false);
    expect(steps).toEqual(['pause']);
    expect(reports).toMatchObject([{ code: 'POSITION_OUTSIDE_LOG' }]);
  });

  it('begins a log whose first records have expired, when it has read none of it, and says so', async () => {
    const { lane, steps, reports, batches } = scene({ position: 0, low: 41, topic: expiring });
    await lane.start();
    expect(lane.open).toBe(true);
    expect(steps).toEqual(['seek 41', 'resume']);
    expect(reports).toMatchObject([{ code: 'LOG_BEGINS_LATE', details: { low: 41 } }]);
    const fetched = { records: [record(41), record(42)], fetchedOffset: 41, lastOffset: 42, corrupt: undefined };
    expect(lane.take(fetched)).toBe(42);
    expect(batches).toMatchObject([{ position: 0, nextOffset: 43 }]);
  });

  it('begins anew when more records expire before it has read any, but not afterwards', async () => {
    const { lane, steps, reports, log } = scene({ position: 0, low: 41, topic: expiring });
    await lane.start();
    log.low = 60;
    const fetched = { records: [record(60)], fetchedOffset: 60, lastOffset: 60, corrupt: undefined };
    for (let i = 0; i < 4; i++) lane.take(fetched);
    await eventually(() => expect(steps.slice(-2)).toEqual(['seek 60', 'resume']), SOON);
    expect(lane.take(fetched)).toBe(60);
    log.low = 80;
    for (let i = 0; i < 4; i++) lane.take({ ...fetched, fetchedOffset: 80, lastOffset: 80 });
    await eventually(() => expect(reports.at(-1)).toMatchObject({ code: 'POSITION_OUTSIDE_LOG' }), SOON);
  });

  it('takes what came whole before a damaged batch, and fetches again from there after a while', async () => {
    const { lane, worker, steps, reports } = scene({ position: 40 });
    await lane.start();
    const corrupt = new LandfallError('CORRUPT_BATCH', 'damaged', { retryable: true });
    expect(lane.take({ records: [record(40)], fetchedOffset: 40, lastOffset: 40, corrupt })).toBeUndefined();
    expect(worker.wanted).toBe(41);
    expect(reports).toEqual([corrupt]);
    expect(steps).toEqual(['seek 40', 'resume', 'pause']);
    await eventually(() => expect(steps).toEqual(['seek 40', 'resume', 'pause', 'seek 41', 'resume']), SOON);
    expect(lane.take({ records: [record(41)], fetchedOffset: 41, lastOffset: 41, corrupt: undefined })).toBe(41);
  });

  it('fetches again at once, and says nothing, when records may only be early; if they still are, it says so', async () => {
    const { lane, steps, reports } = scene({ position: 40 });
    await lane.start();
    const corrupt = new LandfallError('CORRUPT_BATCH', 'beyond the log', { retryable: true });
    const nothing = { records: [], fetchedOffset: 40, lastOffset: undefined };
    for (const offset of [40, 41]) {
      lane.take({ records: [record(offset)], fetchedOffset: offset, lastOffset: offset, corrupt, early: true });
    }
    expect(steps).toEqual(['seek 40', 'resume', 'seek 41', 'resume', 'seek 42', 'resume']);
    expect(reports).toEqual([]);
    lane.take({ ...nothing, corrupt, early: true });
    expect(reports).toEqual([corrupt]);
    expect(steps.at(-1)).toBe('pause');
    lane.take({ ...nothing, records: [record(42)], fetchedOffset: 42, lastOffset: 42, corrupt: undefined });
    lane.take({ ...nothing, corrupt });
    expect(reports).toEqual([corrupt, corrupt]);
  });

  it('stops when the log has lost what it wants next, as fetches from elsewhere tell', async () => {
    const { lane, steps, reports, log } = scene({ position: 40 });
    await lane.start();
    log.low = 60;
    const elsewhere = { records: [record(60)], fetchedOffset: 60, lastOffset: 60, corrupt: undefined };
    for (let i = 0; i < 4; i++) expect(lane.take(elsewhere)).toBeUndefined();
    await eventually(() => expect(reports).toMatchObject([{ code: 'POSITION_OUTSIDE_LOG' }]), SOON);
    expect(lane.open).toBe(false);
    expect(steps.at(-1)).toBe('pause');
  });

  it('seeks back, and goes on, when a fetch from elsewhere was only late', async () => {
    const { lane, reports } = scene({ position: 40 });
    await lane.start();
    const late = { records: [record(60)], fetchedOffset: 60, lastOffset: 60, corrupt: undefined };
    for (let i = 0; i < 8; i++) lane.take(late);
    await new Promise((resolve) => setImmediate(resolve));
    expect(reports).toEqual([]);
    expect(lane.take({ records: [record(40)], fetchedOffset: 40, lastOffset: 40, corrupt: undefined })).toBe(40);
  });
});
