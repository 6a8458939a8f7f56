import { describe, expect, it } from '@jest/globals';
import type { Receipt } from '../domain/receipt.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { SubmissionStore } from '../needs.ts';
import { collect } from './collect.ts';

export type OpenSubmissionStore = {
  readonly store: SubmissionStore;
  readonly rejections: () => Promise<readonly Pick<Rejection, 'id' | 'original' | 'problems'>[]>;
};

const receivedAt = new Date('2026-01-20T15:00:00.000Z');
const finishedAt = new Date('2026-01-20T15:00:01.000Z');

const accepted = (index: number): Receipt => ({
  index,
  status: 'accepted',
  eventId: `e${index}`,
  declaration: 'entry:ABC12345676',
  partition: 1,
  offset: index,
});
const problem = { code: 'NOT_JSON', pointer: '', reason: 'This is not JSON.' };
const rejected = (index: number): Receipt => ({ index, status: 'rejected', ...problem, problems: [problem] });

const rejectionAt = (submissionId: string, position: number): Rejection => ({
  id: `${submissionId}/${position}`,
  source: 'unknown',
  submissionId,
  inboundPartition: null,
  position,
  problems: [problem],
  original: Buffer.from([0xff, position]),
  rejectedAt: receivedAt.getTime(),
});

/** What every store of submissions does. */
export function submissionStoreContract(open: () => Promise<OpenSubmissionStore>): void {
  describe('a store of submissions', () => {
    it('shows a submission from its first moment', async () => {
      const { store } = await open();
      await store.open({ submissionId: 'a', mediaType: 'application/json', receivedAt });
      expect(await store.find('a')).toEqual({
        submissionId: 'a',
        status: 'receiving',
        mediaType: 'application/json',
        receivedAt,
        accepted: 0,
        rejected: 0,
      });
      expect(await collect(store.receipts('a'))).toEqual([]);
    });

    it('keeps receipts in the order of the facts over any number of parts, apart from those of others', async () => {
      const { store } = await open();
      for (const submissionId of ['a', 'a0', 'b'])
        await store.open({ submissionId, mediaType: 'application/x-ndjson', receivedAt });
      for (let part = 0; part < 12; part++)
        await store.append({
          submissionId: 'a',
          part,
          receipts: [accepted(2 * part), rejected(2 * part + 1)],
          rejections: [],
        });
      await store.append({ submissionId: 'a0', part: 0, receipts: [accepted(99)], rejections: [] });
      const receipts = await collect(store.receipts('a'));
      expect(receipts).toEqual(Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? accepted(i) : rejected(i))));
      expect(await collect(store.receipts('b'))).toEqual([]);
    });

    it('keeps what was refused, byte for byte', async () => {
      const { store, rejections } = await open();
      await store.open({ submissionId: 'a', mediaType: 'application/json', receivedAt });
      await store.append({
        submissionId: 'a',
        part: 0,
        receipts: [rejected(0), rejected(1)],
        rejections: [rejectionAt('a', 0), rejectionAt('a', 1)],
      });
      expect(await rejections()).toEqual([
        expect.objectContaining({ id: 'a/0', original: Buffer.from([0xff, 0]), problems: [problem] }),
        expect.objectContaining({ id: 'a/1', original: Buffer.from([0xff, 1]), problems: [problem] }),
      ]);
    });

    it('shows how a submission ended', async () => {
      const { store } = await open();
      await store.open({ submissionId: 'a', mediaType: 'application/json', receivedAt });
      await store.finish('a', { status: 'received', accepted: 2, rejected: 1, finishedAt });
      expect(await store.find('a')).toMatchObject({ status: 'received', accepted: 2, rejected: 1, finishedAt });
    });

    it('knows no submission that was not opened', async () => {
      const { store } = await open();
      expect(await store.find('a')).toBeUndefined();
    });
  });
}
