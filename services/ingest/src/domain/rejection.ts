import type { TransactionRejected } from '@landfall/events';
import type { Problem } from './problem.ts';
import { firstOf } from './receipt.ts';

/** A fact that ingest refused. Over HTTP it has a submission, over Kafka an inbound lane. */
export type Rejection = {
  /** Deterministic, so that a repetition is seen as one: submission or lane, and position. */
  readonly id: string;
  readonly source: string;
  readonly submissionId: string | null;
  readonly inboundPartition: number | null;
  /** Index within the submission, or offset in the inbound partition. */
  readonly position: number;
  readonly problems: readonly Problem[];
  /** The bytes as they came. */
  readonly original: Buffer;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly rejectedAt: number;
};

/** Leaves room for the other fields below the topic's record limit of 1 MB. */
export const MAX_PUBLISHED_ORIGINAL = 900 * 1024;

/** The rejection as a record. Bytes above the topic's limit are cut there, and whole in the store. */
export function toRejectedRecord({ id, original, problems, rejectedAt, ...where }: Rejection): TransactionRejected {
  const { code, pointer, reason } = firstOf(problems);
  return {
    type: 'TransactionRejected',
    eventId: id,
    occurredAt: rejectedAt,
    ...where,
    code,
    pointer,
    reason:
      original.length > MAX_PUBLISHED_ORIGINAL
        ? `${reason} (The record carries the first ${MAX_PUBLISHED_ORIGINAL} of ${original.length} bytes.)`
        : reason,
    original: original.subarray(0, MAX_PUBLISHED_ORIGINAL),
  };
}
