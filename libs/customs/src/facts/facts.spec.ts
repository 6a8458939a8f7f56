import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentHashOf, eventIdOf, factKeyOf } from './identity.ts';
import { compareVersions, outranks, versionOf } from './version.ts';

const head = fc.record({
  type: fc.constant('EntrySummaryFiled'),
  source: fc.constant('port-2704'),
  senderReference: fc.constant('R1'),
  versionNumber: fc.option(fc.nat(20)),
  preparedAt: fc.option(fc.integer({ min: 0, max: 3 }).map((n) => 1_768_000_000_000 + n * 500)),
  controlNumber: fc.option(fc.constantFrom('', '1', '10', '2')),
});
const ranked = fc.record({ version: head.map(versionOf), eventId: fc.constantFrom('00', '01', 'ff') });

describe('the order of versions', () => {
  it('is total: one of two different facts outranks the other', () =>
    fc.assert(
      fc.property(ranked, ranked, (a, b) => {
        fc.pre(a.version !== b.version || a.eventId !== b.eventId);
        // n0 and a missing number are one version: both texts are n0.
        expect(outranks(a, b)).toBe(!outranks(b, a));
      }),
    ));

  it('is transitive', () =>
    fc.assert(
      fc.property(ranked, ranked, ranked, (a, b, c) => {
        if (outranks(a, b) && outranks(b, c)) expect(outranks(a, c)).toBe(true);
      }),
    ));

  it('ranks numbers as numbers, and below preparation times', () => {
    expect(compareVersions('n10', 'n9')).toBeGreaterThan(0);
    expect(compareVersions('t2026-01-15T12:00:00.000Z#', 'n999')).toBeGreaterThan(0);
    expect(compareVersions('t2026-01-15T12:00:00.001Z#', 't2026-01-15T12:00:00.000Z#9')).toBeGreaterThan(0);
  });
});

describe('identity', () => {
  // Computed by hand with jq -cS and sha256sum from docs/facts.md.
  const fact = {
    type: 'DutyPaid',
    source: 'port-2704',
    senderReference: 'P-1',
    versionNumber: 1,
    preparedAt: null,
    controlNumber: null,
    entryNumber: 'ABC12345676',
  };
  const json = {
    type: 'DutyPaid',
    occurredAt: '2026-01-20T15:00:00.000Z',
    source: 'port-2704',
    senderReference: 'P-1',
    versionNumber: 1,
    preparedAt: null,
    entryNumber: 'ABC12345676',
    paidOn: '2026-01-20',
    amounts: { dutyCents: 125000, feesCents: 3358, taxesCents: 0, interestCents: 0 },
    method: 'ACH_DEBIT',
  };

  it('is what docs/facts.md says', () => {
    expect(factKeyOf(fact)).toBe('entry:ABC12345676|payment/port-2704/P-1|DutyPaid|n1');
    expect(contentHashOf(json)).toBe('b2ae5e9c4c76b95e10bc959d62e0db52de976c0b9fbb7b5275e3c6502e3b81be');
    expect(eventIdOf(fact, json)).toBe('48808c201255077c40e0e0a421e46554');
  });

  it('does not depend on transport fields, defaults or the order of members', () => {
    const other = { containerNumbers: [], ...Object.fromEntries(Object.entries(json).reverse()), source: 'port-4601', eventId: 'x' };
    expect(contentHashOf(other)).toBe(contentHashOf(json));
  });

  it('changes with the content', () => expect(contentHashOf({ ...json, paidOn: '2026-01-21' })).not.toBe(contentHashOf(json)));
});
