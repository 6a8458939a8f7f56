import type { BatchRecord } from '@landfall/messaging';

const failure = { code: 'UNDECODABLE_RECORD', reason: 'The bytes are nothing.' };

/** A record that cannot be read, as the lane would deliver it. */
export const poisonAt = (offset: number, bytes: string): BatchRecord => ({
  offset,
  timestamp: 1_768_500_000_000 + offset * 10,
  key: Buffer.from('entry:ABC12345676'),
  value: Buffer.from(bytes),
  headers: { traceparent: Buffer.from('00-trace') },
  content: { failure },
});

/** The record as an operator publishes it once more: the same bytes behind, with the coordinate that it repeats. */
export const replayAt = (offset: number, of: BatchRecord, coordinate: string): BatchRecord => ({
  ...of,
  offset,
  timestamp: 1_768_500_000_000 + offset * 10,
  headers: { ...of.headers, 'replay-of': Buffer.from(coordinate) },
});
