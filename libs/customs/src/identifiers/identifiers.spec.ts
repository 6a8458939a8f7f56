import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isContainerNumber } from './container-number.ts';
import { checkDigitOf, isEntryNumber } from './entry-number.ts';
import { isExporterNumber, isImporterNumber, isInBondNumber, isItn, isScac, isSource, isTariffNumber } from './numbers.ts';

describe('an entry number', () => {
  it.each(['B7603245278', '31625093146', '59556638126', '31600005040', '23112345675', 'ABC12345676', '31679758719'])('%s is one', (text) =>
    expect(isEntryNumber(text)).toBe(true),
  );

  it('is none with any other check digit', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{3}\d{7}$/), fc.integer({ min: 1, max: 9 }), (head, shift) => {
        expect(isEntryNumber(`${head}${(checkDigitOf(head) + shift) % 10}`)).toBe(false);
      }),
    ));
});

describe('a container number', () => {
  it.each(['CSQU3054383', 'MSCU1234566', 'MSKU6687348', 'TCNU6849731', 'TEXU3070079', 'TRCU3382910', 'ANLU8463790'])('%s is one', (text) =>
    expect(isContainerNumber(text)).toBe(true),
  );
  it('is none with a wrong check digit', () => expect(isContainerNumber('CSQU3054384')).toBe(false));
});

describe('identifiers by their form', () => {
  it.each<[(text: string) => boolean, string[], string[]]>([
    [isImporterNumber, ['12-345678900', '123-45-6789', '261204-00001', '12-3456789AB'], ['12-3456789', '123456789', '12-34567890']],
    [isExporterNumber, ['12-3456789', '12-345678900'], ['123-45-6789', '12-345678']],
    [isItn, ['X20260115000001'], ['X20261301000001', '20260115000001', 'X2026011500001']],
    [isTariffNumber, ['8471300100'], ['0071300100', '7771300100', '84713001']],
    [isScac, ['MAEU', 'UP'], ['M', 'maeu', 'MAEUX']],
    [isInBondNumber, ['123456789', '12345678901'], ['1234567890']],
    [isSource, ['port-2704', 'abi.ny'], ['Port', 'a/b', '']],
  ])('%p', (is, good, bad) => {
    expect(good.filter((text) => !is(text))).toEqual([]);
    expect(bad.filter(is)).toEqual([]);
  });
});
