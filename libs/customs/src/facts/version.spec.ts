import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions, outranks, versionOf } from './version.ts';

const head = fc.record({
  type: fc.constant('EntrySummaryFiled'),
  source: fc.constant('port-2704'),
  senderReference: fc.constant('R1'),
  versionNumber: fc.option(fc.integer({ min: -2, max: 20 })),
  preparedAt: fc.option(fc.integer({ min: 0, max: 3 }).map((n) => 1_768_000_000_000 + n * 500)),
  controlNumber: fc.option(fc.constantFrom('', '1', '10', '2', '#')),
});
const ranked = fc.record({ version: head.map(versionOf), eventId: fc.constantFrom('00', '01', 'ff') });

describe('the text of a version', () => {
  const none = {
    type: 'DutyPaid',
    source: 'a',
    senderReference: 'b',
    versionNumber: null,
    preparedAt: null,
    controlNumber: null,
  };

  it.each([
    [
      'a preparation time, whatever else is there',
      { preparedAt: 1_768_478_400_000, controlNumber: '7', versionNumber: 3 },
      't2026-01-15T12:00:00.000Z#7',
    ],
    ['a preparation time alone', { preparedAt: 0 }, 't1970-01-01T00:00:00.000Z#'],
    ['a number', { versionNumber: 12 }, 'n12'],
    ['neither', { controlNumber: '7' }, 'n0'],
  ])('is made of %s', (_, members, text) => expect(versionOf({ ...none, ...members })).toBe(text));
});

describe('the order of versions', () => {
  it('is total and antisymmetric: of two different facts exactly one outranks the other', () =>
    fc.assert(
      fc.property(ranked, ranked, (a, b) => {
        const same = a.version === b.version && a.eventId === b.eventId;
        expect([outranks(a, b), outranks(b, a)].filter(Boolean)).toHaveLength(same ? 0 : 1);
      }),
    ));

  it('is transitive', () =>
    fc.assert(
      fc.property(ranked, ranked, ranked, (a, b, c) => {
        const [low, middle, high] = [a, b, c].sort((x, y) => (outranks(x, y) ? 1 : -1)) as [
          typeof a,
          typeof a,
          typeof a,
        ];
        expect(outranks(low, middle)).toBe(false);
        expect(outranks(middle, high)).toBe(false);
        expect(outranks(low, high)).toBe(false);
      }),
    ));

  it.each([
    ['numbers as numbers', 'n10', 'n9'],
    ['a negative number below none', 'n0', 'n-1'],
    ['preparation times above any number', 't1970-01-01T00:00:00.000Z#', 'n999'],
    ['times before control numbers', 't2026-01-15T12:00:00.001Z#', 't2026-01-15T12:00:00.000Z#9'],
    ['control numbers by code unit', 't2026-01-15T12:00:00.000Z#9', 't2026-01-15T12:00:00.000Z#10'],
  ])('ranks %s', (_, higher, lower) => {
    expect(compareVersions(higher, lower)).toBeGreaterThan(0);
    expect(compareVersions(lower, higher)).toBeLessThan(0);
  });

  it('breaks a tie by the event id', () => {
    expect(outranks({ version: 'n1', eventId: 'b' }, { version: 'n1', eventId: 'a' })).toBe(true);
    expect(outranks({ version: 'n1', eventId: 'b' }, { version: 'n2', eventId: 'a' })).toBe(false);
  });
});
