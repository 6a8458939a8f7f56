import { describe, expect, it } from '@jest/globals';
import { noHeaders, sizeOf, type BatchRecord, type Headers } from './batch.ts';
import { RecordQueue } from './record-queue.ts';

const record = (headers: Headers): BatchRecord => ({
  offset: 0,
  timestamp: 0,
  key: Buffer.alloc(3),
  value: Buffer.alloc(4),
  headers,
  content: { record: { type: 'DutyPaid' } as never },
});

describe('the size of a record', () => {
  it('is that of its key and its value, and of the name and value of each header with something for each', () => {
    expect(sizeOf(record(noHeaders))).toBe(7);
    expect(sizeOf(record({}))).toBe(7);
    expect(sizeOf(record({ trace: Buffer.alloc(100), other: 'text' }))).toBe(7 + (5 + 100 + 64) + (5 + 4 + 64));
    expect(sizeOf(record({ many: [Buffer.alloc(100), Buffer.alloc(200)] }))).toBe(7 + 4 + 300 + 2 * 64);
  });

  it('bounds what waits, large headers included', () => {
    const queue = new RecordQueue({ records: 100, bytes: 1_000 });
    queue.push([record({ a: Buffer.alloc(900) }), record({ a: Buffer.alloc(900) })]);
    expect(queue.full).toBe(false);
    queue.push([record({ a: Buffer.alloc(900) })]);
    expect(queue.full).toBe(true);
    expect(queue.take(() => false)).toHaveLength(1);
    expect(queue.full).toBe(false);
  });
});
