import { factDigest, shortDigest } from '@landfall/audit';
import { declarationOf, factKeyOf, seriesOf, versionOf } from '@landfall/customs';
import type { LandfallRecord, TransactionFact } from '@landfall/events';
import type { BatchRecord } from '@landfall/messaging';
import type { KeptFact } from './declaration.ts';
import { isFactType, keep } from './facts/index.ts';
import type { SubAccounts } from './facts/kind.ts';
import { malformation } from './well-formed.ts';

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

/** The record limit of port.transactions: a fact above it, which can only have come compressed, would not fit its activity. */
export const MAX_FACT_BYTES = 1024 * 1024;

/** Never throws: whatever cannot be read is refused with its reason, and its neighbours are applied. */
export function readFact(record: BatchRecord, subAccounts: SubAccounts): ReadFact {
  if ('failure' in record.content) return { record, refusal: record.content.failure };
  const bytes = record.key.length + record.value.length;
  if (bytes > MAX_FACT_BYTES)
    return refuse(record, 'FACT_TOO_LARGE', `The fact has ${bytes} bytes, at most ${MAX_FACT_BYTES} are taken.`);
  try {
    return readDecoded(record, record.content.record, subAccounts);
  } catch (error) {
    return refuse(record, 'FACT_UNREADABLE', error instanceof Error ? error.message : 'The fact could not be read.');
  }
}

function readDecoded(record: BatchRecord, content: LandfallRecord, subAccounts: SubAccounts): ReadFact {
  if (!isFactType(content.type)) return refuse(record, 'NOT_A_TRANSACTION', `${content.type} is no transaction event.`);
  const given = content as TransactionFact;
  if (!EVENT_ID.test(given.eventId)) {
    return refuse(
      record,
      'EVENT_ID_INVALID',
      'eventId is not 32 hexadecimal digits; ingest computes it (docs/facts.md).',
    );
  }
  const declaration = declarationOf(given);
  if (record.key.toString() !== declaration) {
    return refuse(
      record,
      'KEY_MISMATCH',
      `The record's key must be ${declaration.slice(0, 60)}: another key leads to another lane.`,
    );
  }
  const fact = toKeptFact(record, given, subAccounts);
  const malformed = malformation(declaration, fact);
  if (malformed !== undefined) return refuse(record, 'FACT_MALFORMED', malformed);
  return { record, declaration, fact, factKeyHash: shortDigest(factKeyOf(given)) };
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
