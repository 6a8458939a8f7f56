import { isRetryable, LandfallError } from '@landfall/errors';
import type { BatchRecord } from './batch.ts';

/** Thrown by a store whose condition on the lane's position found no match: another consumer has moved the lane on. */
export const LANE_FENCED = 'LANE_FENCED';

/** What came of an attempt to write a batch; `reached` is the offset after the last record that was taken. */
export type Attempt =
  | { readonly outcome: 'written'; readonly reached: number }
  | { readonly outcome: 'fenced' }
  | { readonly outcome: 'failed' }
  | { readonly outcome: 'refused'; readonly error: unknown };

/** A record that came as one that could not be read, and fails even so, has nothing left to take out. */
export function outcomeOf(records: readonly BatchRecord[], error: unknown): Attempt {
  if (isFenced(error)) return { outcome: 'fenced' };
  const unread = records.length === 1 && 'failure' in records[0]!.content;
  return isRetryable(error) || unread ? { outcome: 'failed' } : { outcome: 'refused', error };
}

export const waitingForSchema = (lane: string): LandfallError =>
  new LandfallError('UNKNOWN_SCHEMA', `A record of ${lane} has a schema that is not known here (yet).`, {
    retryable: true,
  });

const isFenced = (error: unknown): boolean => error instanceof LandfallError && error.code === LANE_FENCED;

export const failureOf = (error: unknown): { code: string; reason: string } => ({
  code: error instanceof LandfallError ? error.code : 'HANDLER_FAILED',
  reason: error instanceof Error ? error.message : 'The handler failed.',
});

/** How loud a fault is: a fence is routine, a retryable fault passes, anything else needs a person. */
export const severityOf = (error: unknown): 'info' | 'warn' | 'error' =>
  isFenced(error) ? 'info' : isRetryable(error) ? 'warn' : 'error';
