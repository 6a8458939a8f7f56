import { attributes, inSpan } from '@landfall/telemetry';
import type { Problem } from '../domain/problem.ts';
import { rejectedReceipt, type AcceptedReceipt, type Coordinates, type Receipt } from '../domain/receipt.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { FactPublisher, SubmissionStore } from '../needs.ts';
import { inBatches, oneAhead, sendLimits } from './batches.ts';
import { judgeJson, refuseUnread, type AcceptedFact, type Judgement } from './judge.ts';
import { ingestMetrics } from './metrics.ts';

/** One fact of a submission as it came; with a problem where its bytes could not be taken in whole. */
export type RawFact = { readonly bytes: Buffer; readonly problem?: Problem };

export type ReceiveNeeds = {
  readonly publisher: FactPublisher;
  readonly submissions: SubmissionStore;
  readonly now: () => Date;
  readonly newId: () => string;
};

export type Received = { readonly submissionId: string; readonly accepted: number; readonly rejected: number };

type Judged = { readonly index: number; readonly raw: RawFact; readonly judgement: Judgement };
type Tally = { part: number; accepted: number; rejected: number };

/**
 * Takes a stream of facts in: judges each, publishes what is accepted, records what is not, and keeps a receipt of every
 * one. It returns when all in-sync replicas have the facts and a majority of the database has the receipts.
 */
export class ReceiveSubmission {
  readonly #needs: ReceiveNeeds;

  constructor(needs: ReceiveNeeds) {
    this.#needs = needs;
  }

  /** @throws LandfallError (retryable) when the log or the store is away: the whole submission may be repeated */
  async receive(facts: AsyncIterable<RawFact>, mediaType: string): Promise<Received> {
    const { submissions, now, newId } = this.#needs;
    const startedAt = performance.now();
    const submissionId = newId();
    const tally: Tally = { part: 0, accepted: 0, rejected: 0 };
    await submissions.open({ submissionId, mediaType, receivedAt: now() });
    try {
      await inSpan('receive submission', { [attributes.submission]: submissionId }, () =>
        this.#take(submissionId, facts, tally),
      );
      await this.#finish(submissionId, 'received', tally);
    } catch (error) {
      ingestMetrics.submission('failed', startedAt);
      // The first failure is the one to tell; a store that is away cannot take this note.
      await this.#finish(submissionId, 'failed', tally).catch(() => undefined);
      throw error;
    }
    ingestMetrics.submission('received', startedAt);
    return { submissionId, accepted: tally.accepted, rejected: tally.rejected };
  }

  #take(submissionId: string, facts: AsyncIterable<RawFact>, tally: Tally): Promise<void> {
    const batches = inBatches(this.#judged(facts), ({ raw }) => raw.bytes.length, sendLimits);
    return oneAhead(batches, (batch) => this.#settle(submissionId, batch, tally));
  }

  async *#judged(facts: AsyncIterable<RawFact>): AsyncGenerator<Judged> {
    let index = 0;
    for await (const raw of facts) {
      const judgement = raw.problem
        ? refuseUnread(raw.problem)
        : judgeJson(raw.bytes, { now: this.#needs.now().getTime() });
      yield { index: index++, raw, judgement };
    }
  }

  /** Publishes first, then keeps the receipts: a receipt says what is in the log. */
  async #settle(submissionId: string, batch: readonly Judged[], tally: Tally): Promise<void> {
    const { publisher, submissions } = this.#needs;
    const rejections = this.#rejectionsOf(submissionId, batch);
    const [coordinates] = await Promise.all([
      publisher.publish(acceptedOf(batch)),
      publisher.publishRejections(rejections),
    ]);
    await submissions.append({
      submissionId,
      part: tally.part++,
      receipts: receiptsOf(batch, coordinates),
      rejections,
    });
    tally.accepted += batch.length - rejections.length;
    tally.rejected += rejections.length;
    ingestMetrics.judged(
      batch.map(({ judgement }) => judgement),
      'http',
    );
  }

  #rejectionsOf(submissionId: string, batch: readonly Judged[]): Rejection[] {
    const rejectedAt = this.#needs.now().getTime();
    return batch.flatMap(({ index, raw, judgement }) => {
      if (judgement.accepted) return [];
      const { source, problems } = judgement;
      return [
        {
          id: `${submissionId}/${index}`,
          source,
          submissionId,
          inboundPartition: null,
          position: index,
          problems,
          original: raw.bytes,
          rejectedAt,
        },
      ];
    });
  }

  #finish(submissionId: string, status: 'received' | 'failed', { accepted, rejected }: Tally): Promise<void> {
    return this.#needs.submissions.finish(submissionId, { status, accepted, rejected, finishedAt: this.#needs.now() });
  }
}

const acceptedOf = (batch: readonly Judged[]): AcceptedFact[] =>
  batch.flatMap(({ judgement }) => (judgement.accepted ? [judgement] : []));

/** Coordinates come in the order of the accepted facts. */
function receiptsOf(batch: readonly Judged[], coordinates: readonly Coordinates[]): Receipt[] {
  const next = coordinates.values();
  return batch.map(({ index, judgement }) =>
    judgement.accepted
      ? acceptedReceipt(index, judgement, next.next().value!)
      : rejectedReceipt(index, judgement.problems),
  );
}

const acceptedReceipt = (
  index: number,
  { fact, declaration }: AcceptedFact,
  { partition, offset }: Coordinates,
): AcceptedReceipt => ({
  index,
  status: 'accepted',
  eventId: fact.eventId,
  declaration,
  partition,
  offset,
});
