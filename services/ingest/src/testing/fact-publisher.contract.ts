import { describe, expect, it } from '@jest/globals';
import { decodeRecord, topics, type Topic } from '@landfall/events';
import { choosePartition } from '@landfall/messaging';
import { sampleFacts } from '@landfall/sample';
import type { Rejection } from '../domain/rejection.ts';
import { MAX_PUBLISHED_ORIGINAL } from '../domain/rejection.ts';
import { judgeJson, type AcceptedFact } from '../handlers/judge.ts';
import type { FactPublisher } from '../needs.ts';
import { bytesOf, NOW } from './facts.ts';

export type PublishedRecord = {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
};

export type OpenPublisher = {
  readonly publisher: FactPublisher;
  readonly read: (topic: Topic, count: number) => Promise<PublishedRecord[]>;
};

function facts(count: number): AcceptedFact[] {
  return [...sampleFacts({ seed: 11, facts: count })].map((json) => {
    const judgement = judgeJson(bytesOf(json), { now: NOW });
    if (!judgement.accepted) throw new Error(JSON.stringify(judgement.problems));
    return judgement;
  });
}

const rejection = (original: Buffer): Rejection => ({
  id: 's/0',
  source: 'port-2704',
  submissionId: 's',
  inboundPartition: null,
  position: 0,
  problems: [{ code: 'NOT_JSON', pointer: '', reason: 'This is not JSON.' }],
  original,
  rejectedAt: NOW,
});

/** What every log of facts does. `open` gives topics that nobody else uses. */
export function factPublisherContract(open: () => Promise<OpenPublisher>): void {
  describe('a log of facts', () => {
    it('puts facts in order into the partition of their declaration, and tells where each stands', async () => {
      const { publisher, read } = await open();
      const published = facts(300);
      const first = await publisher.publish(published.slice(0, 200));
      const second = await publisher.publish(published.slice(200));
      const records = await read(topics.portTransactions, 300);
      const at = new Map(records.map((record) => [`${record.partition}/${record.offset}`, record]));
      [...first, ...second].forEach(({ partition, offset }, i) => {
        const record = at.get(`${partition}/${offset}`);
        expect(record?.key).toBe(published[i]!.declaration);
        expect(partition).toBe(choosePartition(topics.portTransactions, published[i]!.declaration));
        expect(record?.value.equals(published[i]!.value)).toBe(true);
        expect(record?.headers).toMatchObject({
          ce_id: published[i]!.fact.eventId,
          ce_source: published[i]!.fact.source,
        });
      });
      expect(at.size).toBe(300);
    });

    it('takes nothing when there is nothing', async () => {
      const { publisher } = await open();
      expect(await publisher.publish([])).toEqual([]);
    });

    it('keeps rejections with their bytes, keyed by port system', async () => {
      const { publisher, read } = await open();
      await publisher.publishRejections([rejection(Buffer.from([0xff, 0x00]))]);
      const [record] = await read(topics.portTransactionsRejected, 1);
      expect(record?.key).toBe('port-2704');
      expect(decodeRecord(record!.value)).toMatchObject({
        type: 'TransactionRejected',
        eventId: 's/0',
        submissionId: 's',
        code: 'NOT_JSON',
        original: Buffer.from([0xff, 0x00]),
      });
    });

    it('cuts the bytes of a rejection that no record holds, and says so', async () => {
      const { publisher, read } = await open();
      await publisher.publishRejections([rejection(Buffer.alloc(4 * 1024 * 1024, 'x'))]);
      const [record] = await read(topics.portTransactionsRejected, 1);
      const read0 = decodeRecord(record!.value) as { original: Buffer; reason: string };
      expect(read0.original.length).toBe(MAX_PUBLISHED_ORIGINAL);
      expect(read0.reason).toContain(`first ${MAX_PUBLISHED_ORIGINAL} of 4194304 bytes`);
    });
  });
}
