import { fiscalYearOf, type Day } from './calendar.ts';

/**
 * Bounds of the merchandise processing fee of an entry, and the fee of an automated informal entry, by fiscal year, in U.S.
 * cents. 19 CFR 24.23, as adjusted each year by notice in the Federal Register.
 */
const processingFees: Readonly<Record<number, { least: number; most: number; informal: number }>> = {
  2022: { least: 27_75, most: 538_40, informal: 2_22 },
  2023: { least: 29_66, most: 575_35, informal: 2_37 },
  2024: { least: 31_67, most: 614_35, informal: 2_53 },
  2025: { least: 32_71, most: 634_62, informal: 2_62 },
  2026: { least: 33_58, most: 651_50, informal: 2_69 },
  2027: { least: 34_58, most: 670_86, informal: 2_77 },
};

export const knownFiscalYears: readonly number[] = Object.keys(processingFees).map(Number);

/** The merchandise processing fee of a formal entry, in cents: 0.3464 % of the value that is not exempt, within bounds. */
export function merchandiseProcessingFee(valueCents: number, entryDay: Day): number {
  const { least, most } = processingFees[fiscalYearOf(entryDay)]!;
  return valueCents === 0 ? 0 : Math.min(most, Math.max(least, perMillion(valueCents, 3_464)));
}

export const informalProcessingFee = (entryDay: Day): number => processingFees[fiscalYearOf(entryDay)]!.informal;

/** The harbor maintenance fee of cargo that came by vessel, in cents: 0.125 % of its value. 19 CFR 24.24. */
export const harborMaintenanceFee = (valueCents: number): number => perMillion(valueCents, 1_250);

/** Shares an amount by value; the odd cents go to the line of the greatest value. */
export function prorate(amountCents: number, values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total === 0) return values.map(() => 0);
  const shares = values.map((value) => Math.floor((amountCents * value) / total));
  shares[values.indexOf(Math.max(...values))]! += amountCents - shares.reduce((sum, share) => sum + share, 0);
  return shares;
}

/** A rate in parts per million of an amount of cents, rounded half up to the cent. */
export const perMillion = (cents: number, rate: number): number => Math.floor((cents * rate + 500_000) / 1_000_000);
