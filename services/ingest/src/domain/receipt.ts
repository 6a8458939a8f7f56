import type { Problem } from './problem.ts';

/** Where an accepted fact stands in port.transactions. */
export type Coordinates = { readonly partition: number; readonly offset: number };

export type AcceptedReceipt = {
  /** Place among the submission's facts, from 0. */
  readonly index: number;
  readonly status: 'accepted';
  readonly eventId: string;
  readonly declaration: string;
} & Coordinates;

/** The first problem stands in the receipt itself; `problems` lists all that were found. */
export type RejectedReceipt = { readonly index: number; readonly status: 'rejected' } & Problem & {
    readonly problems: readonly Problem[];
  };

export type Receipt = AcceptedReceipt | RejectedReceipt;

export function rejectedReceipt(index: number, problems: readonly Problem[]): RejectedReceipt {
  return { index, status: 'rejected', ...firstOf(problems), problems };
}

const NONE: Problem = { code: 'REJECTED', pointer: '', reason: 'The fact was refused.' };

export const firstOf = (problems: readonly Problem[]): Problem => problems[0] ?? NONE;
