import { LRUCache } from 'lru-cache';
import { settle, type SampleOptions, type Settings } from './options.ts';
import { Random } from './random.ts';
import { companyName } from './reference/names.ts';
import { industries, type Industry } from './reference/tariff.ts';
import { routesOf, type Route } from './routes.ts';

/** A made-up trade account: what its sub-accounts are, and with whom it trades. */
export type SampleCompany = {
  readonly name: string;
  readonly industry: Industry;
  /** Importer of record numbers: suffixes of one EIN, for some an individual's or a CBP-assigned number too. */
  readonly importerNumbers: readonly string[];
  readonly exporterNumber: string | null;
  /** Filer codes of the brokers that file for it; other companies use them too. */
  readonly brokers: readonly string[];
  /** Codes of the carriers that it uses; other companies use them too. */
  readonly carriers: readonly string[];
};

export type Trader = {
  readonly company: SampleCompany;
  readonly routes: readonly Route[];
  readonly suretyCode: string;
  /** Six digits, assigned by CBP for ACH debit; null where the trader leaves payment to its broker. 19 CFR 24.25. */
  readonly payerUnitNumber: string | null;
};

/** The companies of a sample, the largest trader first. */
export function* sampleCompanies(options: SampleOptions): Generator<SampleCompany> {
  const settings = settle(options);
  const register = new CompanyRegister(settings);
  for (let index = 0; index < settings.accounts; index++) yield register.trader(index).company;
}

/** Knows every company without holding it: each is a function of the seed and its place, so millions take no memory. */
export class CompanyRegister {
  readonly #settings: Settings;
  readonly #firstEin: number;
  readonly #traders = new LRUCache<number, Trader>({ max: 4_096 });

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#firstEin = new Random(settings.seed, 'first EIN').int(0, 9_999_999);
  }

  trader(index: number): Trader {
    let trader = this.#traders.get(index);
    if (trader === undefined) this.#traders.set(index, (trader = this.#found(index)));
    return trader;
  }

  #found(index: number): Trader {
    const random = new Random(this.#settings.seed, 'company', index);
    const industry = industries[index % industries.length]!;
    const routes = routesOf(industry, random);
    const ein = einOf(index, this.#firstEin);
    const company: SampleCompany = {
      name: companyName(industry, index),
      industry,
      importerNumbers: [...suffixes.slice(0, random.int(2, 4)).map((suffix) => ein + suffix), ...otherNumbers(index)],
      exporterNumber: random.chance(0.6) ? ein + random.pick(['', '00']) : null,
      brokers: random.some(filerCodes, random.int(1, 3)),
      carriers: [...new Set(routes.map(({ carrier }) => carrier.code))],
    };
    const suretyCode = random.pick(suretyCodes);
    const payerUnitNumber = random.chance(0.6) ? payerUnitNumberOf(index, this.#firstEin) : null;
    return { company, routes, suretyCode, payerUnitNumber };
  }
}

const suffixes = ['00', '01', '02', '0A'] as const;
const suretyCodes = ['036', '054', '251', '462', '891'] as const;

// prettier-ignore
const filerCodes = [
  'AX7', 'B4K', 'C92', 'DQ3', 'E5T', 'FHM', 'G08', 'H6W', '2JL', '3K9', '47N', 'L1P',
  'MR5', 'N73', '5PX', 'Q2V', 'RTB', 'S64', '8TC', 'U9D', 'V35', '6WZ', 'XK1', 'Y8G',
] as const;

// Prefixes that the Internal Revenue Service has assigned to nobody: such a number belongs to no real company.
const unassignedPrefixes = [
  '07',
  '08',
  '09',
  '17',
  '18',
  '19',
  '28',
  '29',
  '49',
  '69',
  '70',
  '78',
  '79',
  '89',
  '96',
  '97',
] as const;

function einOf(index: number, first: number): string {
  const prefix = unassignedPrefixes[index % unassignedPrefixes.length]!;
  // A step prime to ten million visits every number once.
  const serial = (first + index * 7_654_321) % 10_000_000;
  return `${prefix}-${String(serial).padStart(7, '0')}`;
}

/** No two of the first million companies share one: the step is prime to a million. */
const payerUnitNumberOf = (index: number, first: number): string => digits((first + index * 654_321) % 1_000_000, 6);

/** A few companies also import under a number of another form. The Social Security Administration issues no area 666. */
function otherNumbers(index: number): string[] {
  const nth = Math.floor(index / 10);
  if (index % 10 === 3) return [`666-${digits(Math.floor(nth / 10_000) % 100, 2)}-${digits(nth % 10_000, 4)}`];
  if (index % 10 === 7) return [`${digits(25 - (Math.floor(nth / 100_000) % 26), 2)}4601-${digits(nth % 100_000, 5)}`];
  return [];
}

const digits = (value: number, count: number): string => String(value).padStart(count, '0');
