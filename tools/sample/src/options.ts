import { LandfallError } from '@landfall/errors';
import { addWorkingDays, dayOf, fiscalYearOf, type Day } from './calendar.ts';
import { knownFiscalYears } from './fees.ts';

export type SampleOptions = {
  /** The same options give the same facts, byte for byte. A whole number. */
  readonly seed: number;
  /** How many facts, duplicates and conflicts included. Default 10,000. */
  readonly facts?: number;
  /** How many companies trade. Default 40. */
  readonly accounts?: number;
  /** The first day on which entries are made, YYYY-MM-DD. Default 2025-08-04. */
  readonly from?: string;
  /** Over how many working days entries are made. Default 60. */
  readonly days?: number;
  /** The n-th largest company has 1/n^zipf of the trade of the largest; 0 makes all alike. Default 1. */
  readonly zipf?: number;
  /** About how many facts lie between the first and the last fact of a declaration. Default 1,000. */
  readonly spread?: number;
};

export type Settings = {
  readonly seed: number;
  readonly facts: number;
  readonly accounts: number;
  readonly firstDay: Day;
  readonly days: number;
  readonly zipf: number;
  readonly spread: number;
};

/** As many as there are numbers of seven digits: each company has an employer identification number of its own. */
const MOST_ACCOUNTS = 10_000_000;

/** Fills in the defaults. Throws SAMPLE_OPTIONS_INVALID, naming the option. */
export function settle(options: SampleOptions): Settings {
  const settings = withDefaults(options);
  check('seed', Number.isSafeInteger(settings.seed), 'a whole number');
  check('facts', isCount(settings.facts, 0), 'a whole number of 0 or more');
  check(
    'accounts',
    isCount(settings.accounts, 1) && settings.accounts <= MOST_ACCOUNTS,
    `a whole number from 1 to ${MOST_ACCOUNTS}`,
  );
  check('days', isCount(settings.days, 1), 'a whole number of 1 or more');
  check('zipf', settings.zipf >= 0 && settings.zipf <= 10, 'a number from 0 to 10');
  check('spread', isCount(settings.spread, 1), 'a whole number of 1 or more');
  check(
    'from',
    haveKnownFees(settings),
    `a date whose fiscal years are among ${knownFiscalYears.join(', ')}, as YYYY-MM-DD`,
  );
  return settings;
}

const withDefaults = (options: SampleOptions): Settings => ({
  seed: options.seed,
  facts: options.facts ?? 10_000,
  accounts: options.accounts ?? 40,
  firstDay: dayOf(options.from ?? '2025-08-04'),
  days: options.days ?? 60,
  zipf: options.zipf ?? 1,
  spread: options.spread ?? 1_000,
});

const isCount = (value: number, least: number): boolean => Number.isSafeInteger(value) && value >= least;

function haveKnownFees({ firstDay, days }: Settings): boolean {
  if (!Number.isInteger(firstDay)) return false;
  // Releases and entries follow within days of the arrival.
  const lastDay = addWorkingDays(firstDay, days + 10);
  return knownFiscalYears.includes(fiscalYearOf(firstDay)) && knownFiscalYears.includes(fiscalYearOf(lastDay));
}

function check(option: keyof SampleOptions, holds: boolean, expected: string): void {
  if (!holds)
    throw new LandfallError('SAMPLE_OPTIONS_INVALID', `"${option}" of a sample must be ${expected}.`, {
      details: { option },
    });
}
