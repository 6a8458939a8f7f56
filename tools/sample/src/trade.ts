import type { Day } from './calendar.ts';
import type { Trader } from './companies.ts';
import type { Numbers } from './numbers.ts';
import type { Random } from './random.ts';

/** Where a declaration begins: who trades, and on which day the goods come or go. */
export type Trade = {
  readonly random: Random;
  readonly numbers: Numbers;
  readonly trader: Trader;
  readonly day: Day;
  /** Somebody else, large traders more often. */
  readonly another: () => Trader;
};
