import type { Amounts } from '@landfall/events';

export const nothing: Amounts = { dutyCents: 0, feesCents: 0, taxesCents: 0, interestCents: 0 };

const kinds = ['dutyCents', 'feesCents', 'taxesCents', 'interestCents'] as const;

export const plus = (a: Amounts, b: Amounts): Amounts => byKind((kind) => a[kind] + b[kind]);

/** By how much each kind of `a` exceeds that of `b`; nothing where it does not. */
export const excess = (a: Amounts, b: Amounts): Amounts => byKind((kind) => Math.max(0, a[kind] - b[kind]));

export const totalOf = (amounts: Amounts): number => kinds.reduce((sum, kind) => sum + amounts[kind], 0);

function byKind(of: (kind: (typeof kinds)[number]) => number): Amounts {
  return {
    dutyCents: of('dutyCents'),
    feesCents: of('feesCents'),
    taxesCents: of('taxesCents'),
    interestCents: of('interestCents'),
  };
}
