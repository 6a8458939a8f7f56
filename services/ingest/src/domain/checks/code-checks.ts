import { isReference } from '@landfall/customs';
import { fieldCheck, type Check } from './check.ts';

/** A reference becomes part of series names, a control number of versions: `|` would give a fact key two readings. */
const isTrimmedReference = (text: string): boolean => isReference(text) && text.trim() === text;

export const codeChecks: readonly Check[] = [
  fieldCheck({
    code: 'REFERENCE_FORM',
    citation: 'docs/facts.md',
    fields: ['senderReference', 'controlNumber'],
    isRight: isTrimmedReference,
    reason: 'A reference has 1 to 80 printable ASCII characters, no | and no space at either end.',
  }),
  fieldCheck({
    code: 'VERSION_NUMBER_RANGE',
    citation: 'docs/facts.md',
    fields: ['versionNumber'],
    isRight: (version: number) => version >= 1,
    reason: 'Versions are numbered from 1.',
  }),
  fieldCheck({
    code: 'ENTRY_TYPE_FORM',
    citation: 'CATAIR Appendix B',
    fields: ['entryType'],
    isRight: (text: string) => /^\d{2}$/.test(text),
    reason: 'An entry type has two digits, such as 01.',
  }),
  fieldCheck({
    code: 'MODE_OF_TRANSPORT_FORM',
    citation: 'CATAIR AE table 3',
    fields: ['modeOfTransport'],
    isRight: (text: string) => /^\d{2}$/.test(text),
    reason: 'A mode of transport has two digits, such as 11 for a vessel with containers.',
  }),
  fieldCheck({
    code: 'IN_BOND_TYPE',
    citation: '19 CFR 18.10',
    fields: ['inBondType'],
    isRight: (text: string) => ['61', '62', '63'].includes(text),
    reason:
      'An in-bond movement is 61 (immediate transportation), 62 (transportation and exportation) or 63 (immediate exportation).',
  }),
  fieldCheck({
    code: 'FEE_CLASS_FORM',
    citation: 'CATAIR AE tables 6 and 13',
    fields: ['lines/*/fees/*/classCode', 'headerFees/*/classCode'],
    isRight: (text: string) => /^\d{3}$/.test(text),
    reason: 'A fee class has three digits, such as 499.',
  }),
  {
    code: 'PAYER_UNIT_NUMBER_METHOD',
    citation: '19 CFR 24.25',
    find: ({ method, payerUnitNumber }) =>
      typeof payerUnitNumber === 'string' && method !== 'ACH_DEBIT'
        ? [{ pointer: '/payerUnitNumber', reason: "A payer's unit number goes with the method ACH_DEBIT alone." }]
        : [],
  },
  {
    code: 'MOVEMENT_STATUS_UNKNOWN',
    citation: 'docs/facts.md',
    find: ({ type, status }) =>
      type === 'InBondMoved' && status === 'UNKNOWN'
        ? [{ pointer: '/status', reason: 'A movement is DEPARTED, ARRIVED or EXPORTED: each is a series of its own.' }]
        : [],
  },
];
