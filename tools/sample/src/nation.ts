import { addWorkingDays, type Day } from './calendar.ts';
import { CompanyRegister, type Trader } from './companies.ts';
import { entryLifecycle, muchCorrectedEntry } from './entry/lifecycle.ts';
import { exportLifecycle } from './export-lifecycle.ts';
import type { SampleFact } from './fact.ts';
import { inBondLifecycle } from './in-bond-lifecycle.ts';
import { Numbers } from './numbers.ts';
import type { Settings } from './options.ts';
import { Random } from './random.ts';
import type { Trade } from './trade.ts';
import { zipf } from './zipf.ts';

/** The place among all declarations of the one whose summary is stated over and over. */
const MUCH_CORRECTED = 2;
const MANY_VERSIONS = 200;

/** Everything that is declared, one declaration after another, day after day. */
export class Nation {
  readonly #settings: Settings;
  readonly #random: Random;
  readonly #numbers: Numbers;
  readonly #companies: CompanyRegister;
  readonly #rank: (random: Random) => number;
  #declarations = 0;
  #today: { nth: number; day: Day };

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#random = new Random(settings.seed, 'trade');
    this.#numbers = new Numbers(settings.seed);
    this.#companies = new CompanyRegister(settings);
    this.#rank = zipf(settings.accounts, settings.zipf);
    this.#today = { nth: 0, day: addWorkingDays(settings.firstDay, 0) };
  }

  /** All facts of the next declaration in the order in which they happened; `progress` is how much of the time is over, 0 to 1. */
  nextDeclaration(progress: number): SampleFact[] {
    const trade = this.#trade(progress);
    if (this.#declarations++ === MUCH_CORRECTED) return muchCorrectedEntry(trade, this.#manyVersions());
    const kind = this.#random.weighted([
      [85, 'entry'],
      [9, 'export'],
      [6, 'in-bond'],
    ] as const);
    const { exporterNumber } = trade.trader.company;
    if (kind === 'export' && exporterNumber !== null) return exportLifecycle(trade, exporterNumber);
    return kind === 'in-bond' ? inBondLifecycle(trade) : entryLifecycle(trade);
  }

  /** In a short sample fewer, else it would be about little else. */
  #manyVersions(): number {
    return Math.max(2, Math.min(MANY_VERSIONS, Math.floor(this.#settings.facts / 20)));
  }

  #trade(progress: number): Trade {
    return {
      random: this.#random,
      numbers: this.#numbers,
      trader: this.#anyTrader(),
      day: this.#dayAt(progress),
      another: () => this.#anyTrader(),
    };
  }

  #anyTrader(): Trader {
    return this.#companies.trader(this.#rank(this.#random) - 1);
  }

  #dayAt(progress: number): Day {
    const nth = Math.min(this.#settings.days - 1, Math.floor(progress * this.#settings.days));
    for (; this.#today.nth < nth; this.#today.nth++) this.#today.day = addWorkingDays(this.#today.day, 1);
    return this.#today.day;
  }
}
