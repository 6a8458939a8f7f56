import type { LandfallRecord } from '@landfall/events';

/** One Kafka record as it came, with what the codec made of it. Offsets and times are safe integers. */
export type BatchRecord = {
  readonly offset: number;
  /** Append or creation time by the topic's setting, in milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Headers;
  readonly content: Decoded;
};

type HeaderValue = Buffer | string | null;

/** A name that stands several times has a list. A header without a value is null. Of one record 256 headers are kept. */
export type Headers = Readonly<Record<string, HeaderValue | HeaderValue[] | undefined>>;

/** A record's content, or why it could not be read: the handler decides what becomes of it. */
export type Decoded = { readonly record: LandfallRecord } | { readonly failure: { code: string; reason: string } };

/**
 * Consecutive records of one lane (a partition of a topic generation).
 * `position` is the offset that the store holds for the lane before this batch; `nextOffset` is what it must hold after.
 */
export type Batch = {
  readonly lane: string;
  readonly partition: number;
  readonly position: number;
  readonly nextOffset: number;
  readonly records: readonly BatchRecord[];
};

/** Upper bounds of one batch: what one transaction takes. */
export type BatchLimits = { readonly records: number; readonly bytes: number };

export const batchLimits: BatchLimits = { records: 5_000, bytes: 8 * 1024 * 1024 };

/** Shared by all records without headers. */
export const noHeaders: Readonly<Record<string, never>> = Object.freeze({});

/** A header in memory costs more than its bytes: an object for it, and a record may have hundreds. */
const HEADER_COST = 64;

export const sizeOf = ({ key, value, headers }: BatchRecord): number =>
  key.length + value.length + (headers === noHeaders ? 0 : sizeOfHeaders(headers));

function sizeOfHeaders(headers: Headers): number {
  let size = 0;
  for (const [name, values] of Object.entries(headers)) {
    size += name.length;
    for (const value of Array.isArray(values) ? values : [values]) size += HEADER_COST + (value?.length ?? 0);
  }
  return size;
}
