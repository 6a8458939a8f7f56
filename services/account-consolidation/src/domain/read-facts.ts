import { hash } from 'node:crypto';
import { factDigest } from '@landfall/audit';
import { declarationOf, factKeyOf, seriesOf, versionOf } from '@landfall/customs';
import type { TransactionFact } from '@landfall/events';
import type { BatchRecord } from '@landfall/messaging';
import type { KeptFact } from './declaration.ts';
import { isFactType, keep } from './facts/index.ts';
import type { SubAccounts } from './facts/kind.ts';

/** A record of the lane, read: a fact about a declaration, or the reason why it is none. */
export type ReadFact =
  | {
      readonly record: BatchRecord;
      readonly declaration: string;
      readonly fact: KeptFact;
      readonly factKeyHash: Buffer;
    }
  | { readonly record: BatchRecord; readonly refusal: Refusal };

export type Refusal = { readonly code: string; readonly reason: string };

const EVENT_ID = /^[0-9a-f]{32}$/;

export function readFact(record: BatchRecord, subAccounts: SubAccounts): ReadFact {
  if ('failure' in record.content) return { record, refusal: record.content.failure };
  const content = record.content.record;
  if (!isFactType(content.type)) return refuse(record, 'NOT_A_TRANSACTION', `${content.type} is no transaction event.`);
  const fact = content as TransactionFact;
  if (!EVENT_ID.test(fact.eventId)) {
    return refuse(record, 'EVENT_ID_INVALID', 'eventId is not 32 hexadecimal digits; ingest computes it (docs/facts.md).');
  }
  const declaration = declarationOf(fact);
  if (record.key.toString() !== declaration) {
    return refuse(record, 'KEY_MISMATCH', `The record's key must be ${declaration}: another key leads to another lane.`);
  }
  return { record, declaration, fact: toKeptFact(record, fact, subAccounts), factKeyHash: shortHash(factKeyOf(fact)) };
}

function toKeptFact(record: BatchRecord, fact: TransactionFact, subAccounts: SubAccounts): KeptFact {
  return {
    type: fact.type,
    series: seriesOf(fact),
    version: versionOf(fact),
    eventId: fact.eventId,
    place: { offset: record.offset, timestamp: record.timestamp, digest: factDigest(record.key, record.value) },
    content: keep(fact, subAccounts),
  };
}

const refuse = (record: BatchRecord, code: string, reason: string): ReadFact => ({ record, refusal: { code, reason } });

const shortHash = (text: string): Buffer => hash('sha256', text, 'buffer').subarray(0, 8);
