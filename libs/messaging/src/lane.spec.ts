import { describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { topics } from '@landfall/events';
import { eventually } from '@landfall/testing';
import type { BatchRecord } from './batch.ts';
import { Lane } from './lane.ts';
import { LaneWorker } from './lane-worker.ts';

const SOON = { timeoutMs: 3_000 };
const record = (offset: number): BatchRecord => ({
  offset,
  timestamp: 0,
  key: Buffer.alloc(0),
  value: Buffer.alloc(1),
  headers: {},
  content: { record: { type: 'DutyPaid' } as never },
});

/** A lane whose store stands at `position`, upon a log that reaches from `low` to `high`. */
function scene({ position, low = 0, high = 100 }: { position: number; low?: number; high?: number }) {
  const log = { low, high };
  const steps: string[] = [];
  const reports: unknown[] = [];
  const seek = (offset: number) => void steps.push(`seek ${offset}`);
  const worker = new LaneWorker({
    lane: 'lane',
    partition: 0,
    handle: () => new Promise(() => undefined),
    readPosition: () => Promise.resolve(position),
    seek,
    onRoom: () => undefined,
    onCommitted: () => undefined,
    onFault: () => undefined,
    limits: { records: 2, bytes: 1_000 },
  });
  const place = { topic: topics.portTransactions, name: 'facts', partition: 0, lane: 'lane' };
  const lane = new Lane(place, worker, {
    ends: () => Promise.resolve(log),
    seek,
    pause: () => void steps.push('pause'),
    resume: () => void steps.push('resume'),
    report: (error) => void reports.push(error),
  });
  return { lane, worker, steps, reports, log };
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
  ])('stops, paused and reported, at a position %s', async (_, where) => {
    const { lane, steps, reports } = scene(where);
    await lane.start();
    lane.fetchOn();
    expect(lane.open).toBe(false);
    expect(steps).toEqual(['pause']);
    expect(reports).toMatchObject([{ code: 'POSITION_OUTSIDE_LOG' }]);
  });

  it('begins a log whose first records are gone, when it has read none of it', async () => {
    const { lane } = scene({ position: 0, low: 41 });
    await lane.start();
    expect(lane.open).toBe(true);
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
