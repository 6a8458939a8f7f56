import type { Receipt } from '../domain/receipt.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { Submission, SubmissionPart, SubmissionStore } from '../needs.ts';

/** Submissions in memory: for tests of what does not need a database. */
export class MemorySubmissionStore implements SubmissionStore {
  readonly rejections: Rejection[] = [];
  readonly #submissions = new Map<string, Submission>();
  readonly #parts = new Map<string, SubmissionPart[]>();

  async open(submission: Parameters<SubmissionStore['open']>[0]): Promise<void> {
    this.#submissions.set(submission.submissionId, { ...submission, status: 'receiving', accepted: 0, rejected: 0 });
  }

  async append(part: SubmissionPart): Promise<void> {
    this.#parts.set(part.submissionId, [...(this.#parts.get(part.submissionId) ?? []), part]);
    this.rejections.push(...part.rejections);
  }

  async finish(submissionId: string, result: Parameters<SubmissionStore['finish']>[1]): Promise<void> {
    const submission = this.#submissions.get(submissionId);
    if (submission !== undefined) this.#submissions.set(submissionId, { ...submission, ...result });
  }

  async find(submissionId: string): Promise<Submission | undefined> {
    return this.#submissions.get(submissionId);
  }

  async *receipts(submissionId: string): AsyncGenerator<Receipt> {
    const parts = [...(this.#parts.get(submissionId) ?? [])].sort((a, b) => a.part - b.part);
    for (const { receipts } of parts) yield* receipts;
  }
}
