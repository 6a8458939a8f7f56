import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { containerCheckDigit, isContainerNumber } from './container-number.ts';
import { checkDigitOf, isEntryNumber } from './entry-number.ts';
import {
  isExporterNumber,
  isImporterNumber,
  isInBondNumber,
  isItn,
  isPortCode,
  isReference,
  isScac,
  isSource,
  isTariffNumber,
} from './numbers.ts';

describe('an entry number', () => {
  it.each(['B7603245278', '31625093146', '59556638126', '31600005040', '23112345675', 'ABC12345676', '31679758719'])(
    '%s is one',
    (text) => expect(isEntryNumber(text)).toBe(true),
  );

  it('is none with any other check digit', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{3}\d{7}$/), fc.integer({ min: 1, max: 9 }), (head, shift) => {
        expect(isEntryNumber(`${head}${(checkDigitOf(head) + shift) % 10}`)).toBe(false);
      }),
    ));

  it('is none in another shape', () =>
    expect(['B760324527', 'b7603245278', 'B76-0324527-8', ''].filter(isEntryNumber)).toEqual([]));

  it('shows most swaps of two neighbouring digits', () => expect(isEntryNumber('B7602345278')).toBe(false));
});

describe('a container number', () => {
  it.each(['CSQU3054383', 'MSCU1234566', 'MSKU6687348', 'TCNU6849731', 'TEXU3070079', 'TRCU3382910', 'ANLU8463790'])(
    '%s is one',
    (text) => expect(isContainerNumber(text)).toBe(true),
  );

  it('is none with any other check digit', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{3}[UJZ]\d{6}$/), fc.integer({ min: 1, max: 9 }), (head, shift) => {
        expect(isContainerNumber(`${head}${containerCheckDigit(head)}`)).toBe(true);
        expect(isContainerNumber(`${head}${(containerCheckDigit(head) + shift) % 10}`)).toBe(false);
      }),
    ));

  it('is none in another shape', () =>
    expect(['CSQX3054383', 'CSQU305438', 'csqu3054383'].filter(isContainerNumber)).toEqual([]));
});

describe('identifiers by their form', () => {
  it.each<[(text: string) => boolean, string[], string[]]>([
    [
      isImporterNumber,
      ['12-345678900', '123-45-6789', '261204-00001', '12-3456789AB'],
      ['12-3456789', '123456789', '12-34567890'],
    ],
    [isExporterNumber, ['12-3456789', '12-345678900'], ['123-45-6789', '12-345678']],
    [isItn, ['X20260115000001'], ['X20261301000001', 'X20260230000001', '20260115000001', 'X2026011500001']],
    [isTariffNumber, ['8471300100'], ['0071300100', '7771300100', '84713001']],
    [isScac, ['MAEU', 'UP'], ['M', 'maeu', 'MAEUX']],
    [isInBondNumber, ['123456789', '12345678901'], ['1234567890']],
    [isPortCode, ['2704', '0101'], ['704', '27040', '27O4']],
    [isReference, ['P-1', 'BRK/2026 7~'], ['', 'a|b', 'a\nb', 'caf\u00e9', 'x'.repeat(81)]],
    [isSource, ['port-2704', 'abi.ny'], ['Port', 'a/b', '']],
  ])('%p', (is, good, bad) => {
    expect(good.filter((text) => !is(text))).toEqual([]);
    expect(bad.filter(is)).toEqual([]);
  });
});
