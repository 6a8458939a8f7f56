import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declarationOf } from '@landfall/customs';
import { encodeRecord, identify, topics, transactionFactFromJson, type TransactionFact } from '@landfall/events';
import { RecordProducer, type OutgoingRecord } from '@landfall/messaging';
import { publishSample } from '@landfall/testing';
import { Stage, type Consolidation } from './stage.ts';

const FACTS = 2_000;
let stage: Stage;
let consolidation: Consolidation;

/** A payment as ingest would publish it, with what a test changes in it. */
function payment(changes: Partial<TransactionFact> = {}): TransactionFact {
  const parsed = transactionFactFromJson({
    type: 'DutyPaid',
    source: 'port-2704',
    senderReference: 'P-1',
    occurredAt: '2026-01-20T15:00:00Z',
    entryNumber: 'ABC12345676',
    paidOn: '2026-01-20',
    method: 'ACH_DEBIT',
    amounts: { dutyCents: 1, feesCents: 0, taxesCents: 0, interestCents: 0 },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { ...identify(parsed.fact), ...changes } as TransactionFact;
}

const record = (fact: TransactionFact, key = declarationOf(fact)): OutgoingRecord => ({
  key,
  value: encodeRecord(fact),
});
const huge = { dutyCents: 2 ** 51, feesCents: 0, taxesCents: 0, interestCents: 0 };

/** Records that no ingest would publish, each with the code that it must get. */
const poison: [string, OutgoingRecord][] = [
  ['UNDECODABLE_RECORD', { key: 'entry:ABC12345676', value: Buffer.from('not Avro at all') }],
  ['UNDECODABLE_RECORD', { key: 'entry:ABC12345676', value: Buffer.alloc(0) }],
  ['UNDECODABLE_RECORD', { key: 'entry:ABC12345676', value: encodeRecord(payment()).subarray(0, 30) }],
  ['UNKNOWN_SCHEMA', { key: 'entry:ABC12345676', value: Buffer.from([0, 0, 0, 99, 99, 1, 2, 3]) }],
  ['EVENT_ID_INVALID', record(payment({ eventId: '' }))],
  ['KEY_MISMATCH', record(payment(), 'entry:XYZ00000000')],
  ['FACT_MALFORMED', record(payment({ amounts: huge }))],
  ['FACT_MALFORMED', record(payment({ entryNumber: 'ABC|$.1' }))],
  ['NOT_A_TRANSACTION', { key: 'x', value: outcomes() }],
];

function outcomes(): Buffer {
  const nothing = { duplicates: [], conflicts: [], quarantined: [], settled: [] };
  const head = { eventId: 'x', occurredAt: 0, source: 'x', lane: 'x', firstOffset: 0, nextOffset: 1 };
  return encodeRecord({ type: 'TransactionOutcomes', ...head, ...nothing });
}

beforeAll(async () => {
  stage = await new Stage().open();
  const producer = new RecordProducer(stage.kafka, stage.topicPrefix);
  await producer.connect();
  const publish = (seed: number) =>
    publishSample(stage.kafka, stage.topicPrefix, { seed, facts: FACTS }, () => undefined);
  await publish(1);
  await producer.send(
    topics.portTransactions,
    poison.map(([, bad]) => bad),
  );
  await publish(2);
  await producer.disconnect();
  consolidation = await stage.consolidation();
  await consolidation.start();
  await consolidation.drained();
}, 180_000);

afterAll(() => stage.close(), 60_000);

describe('records that cannot be applied', () => {
  it('are set aside with their own bytes and code', async () => {
    const found = await consolidation.collections.quarantine.find().toArray();
    const nameOf = (code: string, key: Buffer | string, value: Buffer) =>
      `${code} ${key.toString()} ${value.toString('hex')}`;
    expect(found.map(({ code, key, value }) => nameOf(code, key, value)).sort()).toEqual(
      poison.map(([code, { key, value }]) => nameOf(code, key, value)).sort(),
    );
    expect(found.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('leave every neighbour applied: the counts add up', async () => {
    const lanes = await stage.counts(consolidation.collections);
    for (const { consumed, applied, duplicates, conflicts, quarantined } of lanes) {
      expect(applied + duplicates + conflicts + quarantined).toBe(consumed);
    }
    const sum = (part: 'consumed' | 'quarantined') => lanes.reduce((total, lane) => total + lane[part], 0);
    expect(sum('quarantined')).toBe(poison.length);
    expect(sum('consumed')).toBe(2 * FACTS + poison.length);
  });
});
