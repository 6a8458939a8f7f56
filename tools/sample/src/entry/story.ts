import type { Amounts, Bond } from '@landfall/events';
import { plus, nothing } from '../amounts.ts';
import { addWorkingDays, type Day } from '../calendar.ts';
import { state, senderAt, type FactType, type FieldsOf, type SampleFact, type Sender } from '../fact.ts';
import { billOfLading, containerNumber } from '../numbers.ts';
import { inContainers, type Route } from '../routes.ts';
import type { Trade } from '../trade.ts';
import { assess, goodsOf, someGoods, type Goods } from './goods.ts';

/** An entry as its steps change it, and the facts told about it so far. */
export type EntryStory = {
  readonly trade: Trade;
  readonly number: string;
  readonly sender: Sender;
  readonly route: Route;
  readonly entryType: '01' | '11';
  readonly entryDay: Day;
  readonly bond: Bond | null;
  readonly containers: readonly string[];
  readonly bills: readonly string[];
  readonly facts: SampleFact[];
  /** The day on which the story stands. */
  day: Day;
  importer: string;
  carrier: string;
  goods: readonly Goods[];
  /** Versions of the summary told so far. */
  versions: number;
  cancelled: boolean;
  /** What the liquidation assessed; takes the place of the summary's estimate. */
  assessed: Amounts | undefined;
  /** What bills added. */
  billed: Amounts;
  /** What was paid and not refunded. */
  paid: Amounts;
  /** Payments, bills, refunds and examinations so far: each has a reference of its own. */
  references: number;
};

export function beginEntry(trade: Trade, sender?: Sender): EntryStory {
  const { random, trader, day, numbers } = trade;
  const route = random.pick(trader.routes);
  const formal = random.chance(0.94);
  const containers = inContainers(route) ? many(random.int(1, 4), () => containerNumber(random)) : [];
  return {
    trade,
    number: numbers.entryNumber(random.pick(trader.company.brokers)),
    sender: sender ?? senderAt(route.port.code, random),
    route,
    entryType: formal ? '01' : '11',
    entryDay: addWorkingDays(day, random.int(0, 2)),
    bond: bondOf(trade, formal),
    containers,
    bills: many(random.int(1, 4), () => billOfLading(route.carrier, random)),
    facts: [],
    day,
    importer: random.pick(trader.company.importerNumbers),
    carrier: route.carrier.code,
    goods: formal ? goodsOfShipment(trade, route) : [smallParcel(trade, route)],
    versions: 0,
    cancelled: false,
    assessed: undefined,
    billed: nothing,
    paid: nothing,
    references: 0,
  };
}

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

const goodsOfShipment = ({ random, trader }: Trade, route: Route): Goods[] =>
  many(random.weighted(lineCounts), () => someGoods(trader.company.industry, route, random));

const lineCounts = [
  [2, 1],
  [2, 2],
  [3, 3],
  [4, 4],
  [5, 5],
  [5, 6],
] as const;

/** Informal entries are for at most 2,500 dollars. 19 CFR 143.21. */
function smallParcel({ random, trader }: Trade, route: Route): Goods {
  const goods = someGoods(trader.company.industry, route, random);
  const small = goodsOf(goods.product, random.magnitude(80, 1_200), route, random);
  return { ...small, valueDollars: Math.min(small.valueDollars, 2_500) };
}

function bondOf({ random, trader }: Trade, formal: boolean): Bond | null {
  if (!formal) return null;
  if (random.chance(0.9)) return { bondType: 'CONTINUOUS', suretyCode: trader.suretyCode, amountCents: null };
  return { bondType: 'SINGLE_TRANSACTION', suretyCode: trader.suretyCode, amountCents: random.int(10, 900) * 1_000_00 };
}

/** Adds a fact about the entry to its story, on the day on which the story stands. */
export function tell<Type extends FactType>(
  story: EntryStory,
  type: Type,
  fields: Omit<FieldsOf<Type>, 'entryNumber'>,
  { reference = story.number, version = 1 }: { reference?: string; version?: number } = {},
): void {
  const all = { entryNumber: story.number, ...fields } as unknown as FieldsOf<Type>;
  story.facts.push(state(story.sender, story.trade.random, { type, day: story.day, reference, version, fields: all }));
}

/** The next reference of a payment (P), bill (B), refund (R) or examination (X). */
export const nextReference = (story: EntryStory, letter: 'P' | 'B' | 'R' | 'X'): string =>
  `${story.number}-${letter}${++story.references}`;

export const assessStory = (story: EntryStory): ReturnType<typeof assess> =>
  assess(story.goods, {
    byVessel: story.route.kind === 'vessel',
    formal: story.entryType === '01',
    entryDay: story.entryDay,
  });

/** The summary's own estimate. */
export function estimateOf(story: EntryStory): Amounts {
  const { lines, headerFees } = assessStory(story);
  const ofLines = lines.map(({ dutyCents, taxesCents, fees }) => ({
    ...nothing,
    dutyCents,
    taxesCents,
    feesCents: sum(fees),
  }));
  return ofLines.reduce(plus, { ...nothing, feesCents: sum(headerFees) });
}

const sum = (fees: readonly { amountCents: number }[]): number =>
  fees.reduce((total, { amountCents }) => total + amountCents, 0);

/** What the importer owes as the story stands. */
export const owedIn = (story: EntryStory): Amounts =>
  plus(story.billed, story.cancelled ? nothing : (story.assessed ?? estimateOf(story)));
