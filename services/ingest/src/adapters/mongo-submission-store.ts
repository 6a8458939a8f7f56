import { LandfallError } from '@landfall/errors';
import { mongo } from 'mongoose';
import type { Receipt } from '../domain/receipt.ts';
import type { Submission, SubmissionPart, SubmissionStore } from '../needs.ts';
import type { Collections, SubmissionDoc } from './documents.ts';
import { rejectionDocument } from './rejection-document.ts';
import { PATIENCE_MS, within } from './within.ts';

const PART_DIGITS = 8;
/** The character after the slash that ends a submission's id. */
const AFTER_SLASH = '0';

export class MongoSubmissionStore implements SubmissionStore {
  readonly #collections: Collections;

  constructor(collections: Collections) {
    this.#collections = collections;
  }

  async open({ submissionId, mediaType, receivedAt }: Parameters<SubmissionStore['open']>[0]): Promise<void> {
    const document: SubmissionDoc = {
      _id: submissionId,
      status: 'receiving',
      mediaType,
      receivedAt,
      accepted: 0,
      rejected: 0,
    };
    await reaching(() => this.#collections.submissions.insertOne(document));
  }

  async append({ submissionId, part, receipts, rejections }: SubmissionPart): Promise<void> {
    const id = `${submissionId}/${String(part).padStart(PART_DIGITS, '0')}`;
    await reaching(async () => {
      if (rejections.length > 0)
        await this.#collections.rejections.insertMany(rejections.map(rejectionDocument), { ordered: false });
      await this.#collections.receipts.insertOne({ _id: id, receivedAt: new Date(), receipts: [...receipts] });
    });
  }

  async finish(submissionId: string, result: Parameters<SubmissionStore['finish']>[1]): Promise<void> {
    await reaching(() => this.#collections.submissions.updateOne({ _id: submissionId }, { $set: result }));
  }

  async find(submissionId: string): Promise<Submission | undefined> {
    const found = await reaching(() => this.#collections.submissions.findOne({ _id: submissionId }));
    if (found === null) return undefined;
    const { _id, ...rest } = found;
    return { submissionId: _id, ...rest };
  }

  async *receipts(submissionId: string): AsyncGenerator<Receipt> {
    const parts = this.#collections.receipts
      .find({ _id: { $gte: `${submissionId}/`, $lt: submissionId + AFTER_SLASH } })
      .sort({ _id: 1 })
      .batchSize(4);
    try {
      for await (const { receipts } of parts) yield* receipts;
    } finally {
      await parts.close();
    }
  }
}

/** A database that is away is told from a statement that is wrong: the sender may come again. */
async function reaching<T>(ask: () => Promise<T>): Promise<T> {
  try {
    // The driver itself waits 40 seconds for a server that is there and does not answer.
    return await within(PATIENCE_MS, ask(), unreachable);
  } catch (cause) {
    throw isAway(cause) ? unreachable(cause) : cause;
  }
}

const unreachable = (cause?: unknown): LandfallError =>
  new LandfallError('MONGODB_UNREACHABLE', 'MongoDB did not answer in time.', {
    retryable: true,
    cause,
    hint: 'Is the replica set up, and has it a primary?',
  });

/** What is no answer of the server is the driver's own: no connection, no primary, a pool that was cleared. */
const isAway = (error: unknown): boolean =>
  error instanceof mongo.MongoError &&
  (!(error instanceof mongo.MongoServerError) || error.hasErrorLabel('RetryableWriteError'));
