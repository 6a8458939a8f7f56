import { declarationOf } from '@landfall/customs';
import { encodeRecord, type TransactionFact } from '@landfall/events';
import { factOf } from './facts.ts';

/** A record as a producer sends it; `null` is no key or no value at all. */
export type Sent = { readonly key: Buffer | null; readonly value: Buffer | null };

/** Records that no ingest would publish, by kind, each with the code that it must get; the number makes them differ. */
export type Poison = { readonly kind: string; readonly code: string; readonly make: (number: number) => Sent };

const head = { entryNumber: 'ABC12345676' };
const KEY = 'entry:ABC12345676';

const changed = (json: object, changes: object): TransactionFact => ({ ...factOf({ ...head, ...json }), ...changes });

/** A payment as ingest would publish it, with what a test changes in it. */
export const payment = (reference: string | number, changes: Partial<TransactionFact> | object = {}): TransactionFact =>
  changed(
    {
      type: 'DutyPaid',
      senderReference: `P-${reference}`,
      paidOn: '2026-01-20',
      method: 'ACH_DEBIT',
      amounts: { dutyCents: 1, feesCents: 0, taxesCents: 0, interestCents: 0 },
    },
    changes,
  );

const release = (reference: number): TransactionFact =>
  changed(
    { type: 'CargoReleased', senderReference: `R-${reference}`, portOfRelease: '2704', releasedOn: '2026-01-20' },
    {},
  );

export const sent = (fact: TransactionFact, key = declarationOf(fact)): Sent => ({
  key: Buffer.from(key),
  value: encodeRecord(fact),
});

const withKey = (value: Buffer | null): Sent => ({ key: Buffer.from(KEY), value });

/** The record with some bytes in place of others. */
function replaced(value: Buffer, text: string, bytes: readonly number[]): Buffer {
  const at = value.indexOf(text);
  if (at < 0) throw new Error(`The record does not hold ${text}.`);
  return Buffer.concat([value.subarray(0, at), Buffer.from(bytes), value.subarray(at + bytes.length)]);
}

/** Three empty fields end a release: two lists and its origin. Here the first list has one item more than any reader takes. */
const longList = (value: Buffer): Buffer =>
  Buffer.concat([value.subarray(0, -3), Buffer.from([0xa2, 0x9c, 0x01]), Buffer.alloc(10_001), value.subarray(-3)]);

/** Bytes that begin as a payment does and then are as good as drawn. */
function garbage(number: number): Buffer {
  const value = encodeRecord(payment(number));
  for (let at = 60; at < value.length; at++) value[at] = (value[at]! * 31 + at * 17 + number * 7 + 129) & 0xff;
  return value;
}

const amounts = (dutyCents: number) => ({ amounts: { dutyCents, feesCents: 0, taxesCents: 0, interestCents: 0 } });

const outcomes = (number: number): Buffer =>
  encodeRecord({
    type: 'TransactionOutcomes',
    ...{ eventId: `x|${number}`, occurredAt: 0, source: 'x', lane: 'x', firstOffset: number, nextOffset: number + 1 },
    ...{ duplicates: [], conflicts: [], quarantined: [], settled: [] },
  });

const unreadable = (kind: string, make: Poison['make']): Poison => ({ kind, code: 'UNDECODABLE_RECORD', make });
const malformed = (kind: string, make: Poison['make']): Poison => ({ kind, code: 'FACT_MALFORMED', make });

export const poisons: readonly Poison[] = [
  unreadable('no Avro', (n) => withKey(Buffer.from(`not Avro at all ${n}`))),
  unreadable('an empty value', () => withKey(Buffer.alloc(0))),
  unreadable('no value', () => withKey(null)),
  unreadable('an end too early', (n) => withKey(encodeRecord(payment(n)).subarray(0, 20 + (n % 30)))),
  unreadable('bytes left over', (n) => withKey(Buffer.concat([encodeRecord(payment(n)), Buffer.from([n & 0x7f])]))),
  { kind: 'an unknown schema', code: 'UNKNOWN_SCHEMA', make: (n) => withKey(Buffer.from([0, 0, 0, 99, 99, n & 0xff])) },
  unreadable('another magic', (n) => withKey(Buffer.concat([Buffer.from([7]), encodeRecord(payment(n)).subarray(1)]))),
  {
    kind: 'no event id',
    code: 'EVENT_ID_INVALID',
    make: (n) => sent(payment(n, { eventId: '' })),
  },
  {
    kind: 'the key of another declaration',
    code: 'KEY_MISMATCH',
    make: (n) => sent(payment(n), 'entry:XYZ00000000'),
  },
  { kind: 'no key', code: 'KEY_MISMATCH', make: (n) => ({ ...sent(payment(n)), key: null }) },
  malformed('an amount beyond measure', (n) => sent(payment(n, amounts(2 ** 51)))),
  malformed('an entry number that is none', (n) => sent(payment(n, { entryNumber: `ABC|$.${n % 10}` }))),
  malformed('text that is not UTF-8', (n) => withKey(replaced(encodeRecord(payment(`${n}~~`)), '~~', [0xff, 0xfe]))),
  { kind: 'a record of another type', code: 'NOT_A_TRANSACTION', make: (n) => withKey(outcomes(n)) },
  unreadable('a list above what readers take', (n) => withKey(longList(encodeRecord(release(n))))),
  unreadable('garbage deep inside', (n) => withKey(garbage(n))),
];
