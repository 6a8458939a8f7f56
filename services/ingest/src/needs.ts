import type { TransactionFact } from '@landfall/events';
import type { Coordinates, Receipt } from './domain/receipt.ts';
import type { Rejection } from './domain/rejection.ts';

/** A fact with its key and the bytes of its record. */
export type PublishableFact = { readonly fact: TransactionFact; readonly declaration: string; readonly value: Buffer };

/** The log that facts go into. */
export type FactPublisher = {
  /**
   * Puts facts into port.transactions, keyed by declaration; resolves when all in-sync replicas have every one.
   * @returns each one's coordinates, in the same order
   * @throws LandfallError KAFKA_UNAVAILABLE (retryable): some may be in the log all the same, repeating is harmless
   */
  publish(facts: readonly PublishableFact[]): Promise<readonly Coordinates[]>;
  /** Puts rejections into port.transactions.rejected. Throws as `publish` does. */
  publishRejections(rejections: readonly Rejection[]): Promise<void>;
};

export type SubmissionStatus = 'receiving' | 'received' | 'failed';

export type Submission = {
  readonly submissionId: string;
  readonly status: SubmissionStatus;
  readonly mediaType: string;
  readonly receivedAt: Date;
  readonly finishedAt?: Date;
  readonly accepted: number;
  readonly rejected: number;
};

export type SubmissionPart = {
  readonly submissionId: string;
  /** From 0, in the order of the facts. */
  readonly part: number;
  readonly receipts: readonly Receipt[];
  readonly rejections: readonly Rejection[];
};

/** What came in over HTTP and what became of it. */
export type SubmissionStore = {
  open(submission: Pick<Submission, 'submissionId' | 'mediaType' | 'receivedAt'>): Promise<void>;
  /** Parts bound the size of what is written at once: a submission may have any number. */
  append(part: SubmissionPart): Promise<void>;
  finish(
    submissionId: string,
    result: Pick<Submission, 'status' | 'accepted' | 'rejected'> & { finishedAt: Date },
  ): Promise<void>;
  find(submissionId: string): Promise<Submission | undefined>;
  /** The receipts in the order of the facts, read as they are asked for. */
  receipts(submissionId: string): AsyncIterable<Receipt>;
};

/** How far each lane of port.transactions.inbound was taken over. */
export type InboundStore = {
  position(lane: string): Promise<number>;
  /**
   * Moves a lane and records what was refused, in one transaction.
   * @throws LandfallError LANE_FENCED where the lane no longer stands at `position`
   */
  advance(
    move: { readonly lane: string; readonly position: number; readonly nextOffset: number },
    rejections: readonly Rejection[],
  ): Promise<void>;
};
