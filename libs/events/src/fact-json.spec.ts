import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeRecord, encodeRecord } from './codec.ts';
import { identify, transactionFactFromJson, type FactProblem } from './fact-json.ts';
import type { DutyPaid, TransactionFact } from './generated/types.ts';
import { recordToJson } from './record-json.ts';
import { arbitraryFact, arbitraryRecord } from './testing/arbitrary-record.ts';

const vectorsFile = new URL('../../customs/src/facts/vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(vectorsFile, 'utf8')) as {
  fact: Record<string, unknown>;
  factKey: string;
  eventId: string;
}[];

const overTheWire = (json: unknown): unknown => JSON.parse(JSON.stringify(json));

function read(json: unknown): TransactionFact {
  const parsed = transactionFactFromJson(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.fact;
}

function problemsOf(json: unknown): readonly FactProblem[] {
  const parsed = transactionFactFromJson(json);
  return parsed.ok ? [] : parsed.problems;
}

const paid = {
  type: 'DutyPaid',
  occurredAt: '2026-01-20T15:00:00.000Z',
  source: 'port-2704',
  senderReference: 'P-1',
  entryNumber: 'ABC12345676',
  paidOn: '2026-01-20',
  amounts: { dutyCents: 125000, feesCents: 3358, taxesCents: 0, interestCents: 0 },
  method: 'ACH_DEBIT',
};

describe('a fact and its JSON form', () => {
  it('invert each other, over the wire too', () =>
    fc.assert(
      fc.property(arbitraryFact, (fact) => expect(read(overTheWire(recordToJson(fact)))).toEqual(fact)),
      { numRuns: 500 },
    ));

  it('fill what is left out with its default', () =>
    expect(read(paid)).toEqual({
      ...paid,
      eventId: '',
      occurredAt: 1_768_921_200_000,
      versionNumber: null,
      preparedAt: null,
      controlNumber: null,
      paidOn: 20_473,
      statementNumber: null,
      payerUnitNumber: null,
    }));

  it('leave out what has its default', () => expect(recordToJson(read(paid))).toEqual(paid));

  it('take times without a fraction', () =>
    expect(recordToJson(read({ ...paid, occurredAt: '2026-01-20T15:00:00Z' }))).toEqual(paid));

  it('take -0 for 0, which it is after encoding', () => {
    const fact = read({ ...paid, amounts: { ...paid.amounts, taxesCents: -0 } });
    expect(decodeRecord(encodeRecord(fact))).toEqual(fact);
  });

  it('share no default between facts', () => {
    const [first, second] = [read(vectors[2]!.fact), read(vectors[2]!.fact)] as [
      { containerNumbers: string[] },
      { containerNumbers: string[] },
    ];
    expect(first.containerNumbers).not.toBe(second.containerNumbers);
  });

  it('write bytes as base64 and digests as hexadecimal', () =>
    fc.assert(
      fc.property(arbitraryRecord('ActivityPack'), arbitraryRecord('TransactionRejected'), (pack, rejected) => {
        const { previousHead } = pack as unknown as { previousHead: Buffer };
        const { original } = rejected as unknown as { original: Buffer };
        expect(recordToJson(pack)).toMatchObject({ type: 'ActivityPack', previousHead: previousHead.toString('hex') });
        expect(recordToJson(rejected)).toMatchObject({ original: original.toString('base64') });
      }),
    ));

  it.each([{ paidOn: 2 ** 31 - 1 }, { paidOn: -719_529 }, { occurredAt: 253_402_300_800_000 }])(
    'refuse a year without four digits: %p',
    (members) =>
      expect(() => recordToJson({ ...(read(paid) as DutyPaid), ...members })).toThrow(
        expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE' }),
      ),
  );
});

describe('what is wrong with a fact', () => {
  it.each<[string, unknown, string, string]>([
    ['no object', 'DutyPaid', 'NOT_AN_OBJECT', ''],
    ['a list', [paid], 'NOT_AN_OBJECT', ''],
    ['no type', { ...paid, type: undefined }, 'UNKNOWN_TYPE', '/type'],
    ['a type that is no fact', { ...paid, type: 'ActivityPack' }, 'UNKNOWN_TYPE', '/type'],
    ['a field that there is not', { ...paid, 'paid/by~me': 1 }, 'UNKNOWN_FIELD', '/paid~1by~0me'],
    [
      'a member that JavaScript treats specially',
      JSON.parse(`{"__proto__":1,${JSON.stringify(paid).slice(1)}`),
      'UNKNOWN_FIELD',
      '/__proto__',
    ],
    ['a missing field', { ...paid, entryNumber: undefined }, 'MISSING_FIELD', '/entryNumber'],
    [
      'a missing field within',
      { ...paid, amounts: { ...paid.amounts, dutyCents: undefined } },
      'MISSING_FIELD',
      '/amounts/dutyCents',
    ],
    ['null where a value is required', { ...paid, entryNumber: null }, 'WRONG_TYPE', '/entryNumber'],
    ['a number for text', { ...paid, entryNumber: 12345678901 }, 'WRONG_TYPE', '/entryNumber'],
    ['text that is no Unicode', { ...paid, entryNumber: '\ud800' }, 'WRONG_TYPE', '/entryNumber'],
    ['text for a number', { ...paid, versionNumber: '1' }, 'WRONG_TYPE', '/versionNumber'],
    [
      'dollars for cents',
      { ...paid, amounts: { ...paid.amounts, dutyCents: 12.5 } },
      'WRONG_TYPE',
      '/amounts/dutyCents',
    ],
    ['a list for an object', { ...paid, amounts: [] }, 'WRONG_TYPE', '/amounts'],
    [
      'more cents than can be exact',
      { ...paid, amounts: { ...paid.amounts, dutyCents: 2 ** 52 + 1 } },
      'VALUE_OUT_OF_RANGE',
      '/amounts/dutyCents',
    ],
    ['a version beyond 31 bits', { ...paid, versionNumber: 2 ** 31 }, 'VALUE_OUT_OF_RANGE', '/versionNumber'],
    ['a day that there is not', { ...paid, paidOn: '2026-02-30' }, 'INVALID_DATE', '/paidOn'],
    ['a date in another form', { ...paid, paidOn: '01/20/2026' }, 'INVALID_DATE', '/paidOn'],
    ['a date as days', { ...paid, paidOn: 20473 }, 'INVALID_DATE', '/paidOn'],
    ['a time without its zone', { ...paid, occurredAt: '2026-01-20T15:00:00' }, 'INVALID_TIME', '/occurredAt'],
    ['a time in another zone', { ...paid, occurredAt: '2026-01-20T15:00:00-05:00' }, 'INVALID_TIME', '/occurredAt'],
    ['a time that there is not', { ...paid, occurredAt: '2026-01-20T24:00:00Z' }, 'INVALID_TIME', '/occurredAt'],
    ['a symbol that there is not', { ...paid, method: 'BARTER' }, 'UNKNOWN_SYMBOL', '/method'],
    [
      'a fault in a line',
      { ...vectors[0]!.fact, lines: [(vectors[0]!.fact.lines as object[])[0], {}] },
      'MISSING_FIELD',
      '/lines/1/lineNumber',
    ],
    ['an object for a list', { ...vectors[2]!.fact, containerNumbers: {} }, 'WRONG_TYPE', '/containerNumbers'],
    [
      'a list without end',
      { ...vectors[2]!.fact, containerNumbers: Array(10_001).fill('') },
      'TOO_MANY_ITEMS',
      '/containerNumbers',
    ],
  ])('is found: %s', (_, json, code, pointer) => {
    // As on the wire, where undefined members are not.
    const problems = problemsOf(
      code === 'UNKNOWN_FIELD' || pointer === '/entryNumber' ? withoutUndefined(json) : overTheWire(json),
    );
    expect(problems[0]).toEqual({ code, pointer, reason: expect.stringMatching(/^.+\.$/) });
  });

  it('is said in words that help', () =>
    expect(
      problemsOf({ ...paid, paidOn: '20.1.2026', method: 'BARTER', amounts: {} }).map(({ reason }) => reason),
    ).toEqual([
      'A calendar date is expected, as YYYY-MM-DD.',
      ...['dutyCents', 'feesCents', 'taxesCents', 'interestCents'].map(
        (name) => `"${name}" is required: a whole number is expected (money is in cents, quantities in thousandths).`,
      ),
      'One of UNKNOWN, ACH_DEBIT, ACH_CREDIT, CHECK, CASH, CARD is expected.',
    ]));

  it('is said all at once, up to twenty problems', () => {
    expect(problemsOf({ type: 'DutyPaid', what: 1 })).toHaveLength(8);
    expect(problemsOf({ ...vectors[0]!.fact, lines: Array(100).fill({}) })).toHaveLength(20);
  });

  it('is said of any JSON, never thrown', () =>
    fc.assert(
      fc.property(arbitraryFact, fc.jsonValue(), fc.nat(), (fact, value, at) => {
        const json = recordToJson(fact);
        const name = Object.keys(json)[at % Object.keys(json).length]!;
        const parsed = transactionFactFromJson({ ...json, [name]: value });
        if (parsed.ok) expect(decodeRecord(encodeRecord(parsed.fact))).toEqual(parsed.fact);
        else expect(parsed.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    ));
});

const withoutUndefined = (json: unknown): unknown =>
  Object.fromEntries(Object.entries(json as object).filter(([, value]) => value !== undefined));

describe('identifying a fact', () => {
  it.each(vectors.map(({ factKey, fact, eventId }) => [factKey, fact, eventId] as const))(
    'gives %s its event id',
    (_, fact, eventId) => expect(identify(read(fact)).eventId).toBe(eventId),
  );

  it('does not depend on the event id that came with it, nor on the way it came', () =>
    fc.assert(
      fc.property(arbitraryFact, (fact) => {
        const identified = identify(fact);
        expect(identified).toEqual({ ...fact, eventId: expect.stringMatching(/^[0-9a-f]{32}$/) });
        expect(identify(decodeRecord(encodeRecord(identified)) as TransactionFact)).toEqual(identified);
        expect(identify(read(overTheWire(recordToJson(fact))))).toEqual(identified);
      }),
    ));
});
