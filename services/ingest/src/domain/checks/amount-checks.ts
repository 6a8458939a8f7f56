import { fieldCheck, type Check } from './check.ts';
import { valuesAt, type FactFields } from './values.ts';

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

/** A hundred billion dollars: above any entry, and sums over a nation's years stay exact integers. */
const MAX_CENTS = 10 ** 13;

const moneyPaths = moneyFields.map((field) => field.split('/'));

/** All money that a fact names, whatever its kind: what figures add up is never more. */
const totalOf = (fact: FactFields): number =>
  moneyPaths.flatMap((path) => valuesAt(fact, path)).reduce((sum, { value }) => sum + (value as number), 0);

export const amountChecks: readonly Check[] = [
  fieldCheck({
    code: 'MONEY_NEGATIVE',
    citation: 'docs/facts.md',
    fields: moneyFields,
    isRight: (cents: number) => cents >= 0,
    reason: 'Amounts are not negative: what goes back is a refund, what changes is a correction.',
  }),
  {
    code: 'MONEY_TOO_LARGE',
    citation: 'docs/facts.md',
    find(fact) {
      if (totalOf(fact) <= MAX_CENTS) return [];
      return [{ pointer: '', reason: `All amounts of a fact together are at most ${MAX_CENTS} U.S. cents.` }];
    },
  },
  fieldCheck({
    code: 'QUANTITY_NEGATIVE',
    citation: 'docs/facts.md',
    fields: ['lines/*/quantityThousandths'],
    isRight: (thousandths: number) => thousandths >= 0,
    reason: 'Quantities are not negative.',
  }),
];
