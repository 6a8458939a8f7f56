import { fieldCheck, type Check } from './check.ts';

const amountsOf = (record: string): string[] =>
  ['dutyCents', 'feesCents', 'taxesCents', 'interestCents'].map((kind) => `${record}/${kind}`);

/** Every field of the twelve facts that holds money; a spec compares it with the schemas. */
export const moneyFields: readonly string[] = [
  'lines/*/enteredValueCents',
  'lines/*/dutyCents',
  'lines/*/taxesCents',
  'lines/*/fees/*/amountCents',
  'lines/*/valueCents',
  'headerFees/*/amountCents',
  'bond/amountCents',
  'valueCents',
  ...amountsOf('amounts'),
  ...amountsOf('assessed'),
];

/** Ten trillion dollars: above any entry, and sums over a nation's years stay exact integers. */
const MAX_CENTS = 10 ** 15;

export const amountChecks: readonly Check[] = [
  fieldCheck({
    code: 'MONEY_NEGATIVE',
    citation: 'docs/facts.md',
    fields: moneyFields,
    isRight: (cents: number) => cents >= 0,
    reason: 'Amounts are not negative: what goes back is a refund, what changes is a correction.',
  }),
  fieldCheck({
    code: 'MONEY_TOO_LARGE',
    citation: 'docs/facts.md',
    fields: moneyFields,
    isRight: (cents: number) => cents <= MAX_CENTS,
    reason: `Amounts are U.S. cents, at most ${MAX_CENTS}.`,
  }),
  fieldCheck({
    code: 'QUANTITY_NEGATIVE',
    citation: 'docs/facts.md',
    fields: ['lines/*/quantityThousandths'],
    isRight: (thousandths: number) => thousandths >= 0,
    reason: 'Quantities are not negative.',
  }),
];
