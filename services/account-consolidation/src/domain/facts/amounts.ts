import type { Amounts } from '@landfall/events';
import { cell, type Cell } from '../measures.ts';

export const owed = (amounts: Amounts): Cell =>
  cell({
    dutyOwed: amounts.dutyCents,
    feesOwed: amounts.feesCents,
    taxesOwed: amounts.taxesCents,
    interestOwed: amounts.interestCents,
  });

export const paid = (amounts: Amounts): Cell =>
  cell({
    dutyPaid: amounts.dutyCents,
    feesPaid: amounts.feesCents,
    taxesPaid: amounts.taxesCents,
    interestPaid: amounts.interestCents,
  });

export const refunded = (amounts: Amounts): Cell =>
  cell({
    dutyRefunded: amounts.dutyCents,
    feesRefunded: amounts.feesCents,
    taxesRefunded: amounts.taxesCents,
    interestRefunded: amounts.interestCents,
  });

export const totalOf = (amounts: Amounts): number =>
  amounts.dutyCents + amounts.feesCents + amounts.taxesCents + amounts.interestCents;
