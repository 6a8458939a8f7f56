import { factDigest } from '@landfall/audit';
import type { BatchRecord } from '@landfall/messaging';

/** Header of a record that is published once more: where it was set aside. */
export const REPLAY_OF = 'replay-of';

export const coordinateOf = (lane: string, offset: number): string => `${lane}/${offset}`;

const OFFSET = /^(0|[1-9]\d{0,14})$/;

/** The offset of this lane that a record says it repeats, or undefined. Nothing is promised of it: anybody can set a header. */
export function replayedOffset(lane: string, { headers }: BatchRecord): number | undefined {
  const value = headers[REPLAY_OF];
  if (value === undefined || value === null || Array.isArray(value)) return undefined;
  const text = value.toString();
  const offset = text.slice(lane.length + 1);
  return text.startsWith(`${lane}/`) && OFFSET.test(offset) ? Number(offset) : undefined;
}

/** A record that was set aside, and the replay that has come of it. */
export type Settlement = { readonly offset: number; readonly replayOffset: number };

/** Which records that were set aside are settled by replays in a batch. */
export class Settlements {
  readonly settled: Settlement[] = [];
  readonly #lane: string;
  readonly #open: Map<number, Buffer>;

  /** `open` holds the digests of unsettled records by offset, at least of those that the batch names. */
  constructor(lane: string, open: ReadonlyMap<number, Buffer>) {
    this.#lane = lane;
    this.#open = new Map(open);
  }

  /** A replay settles what it repeats byte by byte, once. What becomes of the replay itself is not asked. */
  take(record: BatchRecord): void {
    const offset = replayedOffset(this.#lane, record);
    if (offset === undefined) return;
    if (!this.#open.get(offset)?.equals(factDigest(record.key, record.value))) return;
    this.#open.delete(offset);
    this.settled.push({ offset, replayOffset: record.offset });
  }

  /** A record was set aside in this batch; a replay of it may follow at once when a log is read again. */
  setAside(offset: number, digest: Buffer): void {
    this.#open.set(offset, digest);
  }
}
