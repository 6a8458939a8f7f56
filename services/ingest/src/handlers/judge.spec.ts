import { describe, expect, it } from '@jest/globals';
import { decodeRecord, transactionFactFromJson, type TransactionFact } from '@landfall/events';
import { sampleFacts } from '@landfall/sample';
import { bytesOf, lineJson, NOW, paymentJson, summaryJson } from '../testing/facts.ts';
import { judgeJson, judgeRecord, type Judgement } from './judge.ts';

const context = { now: NOW };
const codeOf = (judgement: Judgement): string => (judgement.accepted ? 'accepted' : judgement.problems[0]!.code);

describe('judging a fact in JSON', () => {
  it('gives what is right its identity, its key and its record', () => {
    const judgement = judgeJson(bytesOf(paymentJson()), context);
    if (!judgement.accepted) throw new Error(JSON.stringify(judgement.problems));
    // The vector of docs/facts.md, computed by another program.
    expect(judgement.fact.eventId).toBe('48808c201255077c40e0e0a421e46554');
    expect(judgement.declaration).toBe('entry:ABC12345676');
    expect(decodeRecord(judgement.value)).toMatchObject({
      type: 'DutyPaid',
      eventId: judgement.fact.eventId,
      amounts: { dutyCents: 125_000 },
    });
  });

  it('overrides an identity that the sender made up', () => {
    const judgement = judgeJson(bytesOf(paymentJson({ eventId: 'x' })), context);
    expect(judgement.accepted && judgement.fact.eventId).toBe('48808c201255077c40e0e0a421e46554');
  });

  it.each([
    ['text that is no JSON', Buffer.from('{"type":'), 'NOT_JSON', 'unknown'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), 'NOT_UTF8', 'unknown'],
    ['a number', Buffer.from('7'), 'NOT_AN_OBJECT', 'unknown'],
    ['an unknown type', bytesOf(paymentJson({ type: 'DutyForgotten' })), 'UNKNOWN_TYPE', 'port-2704'],
    ['a missing field', bytesOf(paymentJson({ paidOn: undefined })), 'MISSING_FIELD', 'port-2704'],
    [
      'what the domain refuses',
      bytesOf(paymentJson({ entryNumber: 'ABC12345675' })),
      'ENTRY_NUMBER_CHECK_DIGIT',
      'port-2704',
    ],
    [
      'a record above the limit',
      bytesOf(
        summaryJson({
          lines: Array.from({ length: 999 }, (_, i) => lineJson({ lineNumber: i + 1, description: 'x'.repeat(1100) })),
        }),
      ),
      'FACT_TOO_LARGE',
      'port-2704',
    ],
    [
      'a member named __proto__',
      Buffer.from('{"type":"DutyPaid","__proto__":{"source":"x"}}'),
      'MISSING_FIELD',
      'unknown',
    ],
  ])('refuses %s', (_what, bytes, code, source) => {
    const judgement = judgeJson(bytes, context);
    expect(codeOf(judgement)).toBe(code);
    expect(!judgement.accepted && judgement.source).toBe(source);
  });

  it('accepts every fact of a sample of national trade days', () => {
    const refused = [...sampleFacts({ seed: 7, facts: 3_000 })]
      .map((fact) => judgeJson(bytesOf(fact), context))
      .filter(({ accepted }) => !accepted);
    expect(refused).toEqual([]);
  });
});

describe('judging a record', () => {
  const payment = (): TransactionFact => {
    const read = transactionFactFromJson(paymentJson());
    if (!read.ok) throw new Error('The payment does not read.');
    return read.fact;
  };

  it('gives the same identity as over HTTP', () => {
    const judgement = judgeRecord({ record: payment() }, context);
    expect(judgement.accepted && judgement.fact.eventId).toBe('48808c201255077c40e0e0a421e46554');
  });

  it.each([
    [
      'bytes that do not decode',
      { failure: { code: 'UNKNOWN_SCHEMA', reason: 'Schema id 99 is not in the catalogue.' } },
      'UNKNOWN_SCHEMA',
    ],
    ['a record that is no fact', { record: { type: 'ActivityPack' } }, 'NOT_A_FACT'],
    ['a date that no calendar has', { record: { ...payment(), paidOn: 2 ** 31 - 1 } }, 'DATE_IMPLAUSIBLE'],
    ['a fact that we cannot process', { record: { ...payment(), method: 'BARTER' } }, 'FACT_NOT_PROCESSABLE'],
  ])('refuses %s', (_what, content, code) => expect(codeOf(judgeRecord(content as never, context))).toBe(code));
});
