import { addWorkingDays, isoDate } from '../calendar.ts';
import type { FieldsOf } from '../fact.ts';
import type { Random } from '../random.ts';
import { tariff } from '../reference/tariff.ts';
import { goodsOf, type Goods } from './goods.ts';
import { assessStory, tell, type EntryStory } from './story.ts';

/** The entry summary is filed, within ten working days of entry. 19 CFR 142.12. */
export function file(story: EntryStory): void {
  story.day = Math.max(story.day, addWorkingDays(story.entryDay, story.trade.random.int(0, 6)));
  tell(story, 'EntrySummaryFiled', summaryOf(story), { version: ++story.versions });
}

/** The summary is filed again as it should have been: value, class, origin, carrier or importer change. */
export const correct = (story: EntryStory): void => correctWithin(story, 35);

/** The filer sees the mistake before the payment is due. */
export const correctSoon = (story: EntryStory): void => correctWithin(story, 3);

function correctWithin(story: EntryStory, workingDays: number): void {
  story.day = addWorkingDays(story.day, story.trade.random.int(1, workingDays));
  const change = story.trade.random.weighted(changes);
  restate(story, change(story));
}

/** One day later the summary changes a little again. */
export function correctAgain(story: EntryStory): void {
  story.day = addWorkingDays(story.day, 1);
  const change = story.versions % 20 === 0 ? changeImporter : changeValue;
  restate(story, change(story));
}

function restate(story: EntryStory, correctionReasons: string[]): void {
  story.cancelled = false;
  tell(story, 'EntrySummaryCorrected', { ...summaryOf(story), correctionReasons }, { version: ++story.versions });
}

export function cancel(story: EntryStory): void {
  story.day = addWorkingDays(story.day, story.trade.random.int(1, 12));
  story.cancelled = true;
  const reason = story.trade.random.pick([
    'CLERICAL_ERROR',
    'WENT_IN_BOND',
    'OTHER_ENTRY',
    'NEVER_ARRIVED',
    'REFUSED',
  ] as const);
  tell(story, 'EntryCancelled', { cancelledOn: isoDate(story.day), reason }, { version: ++story.versions });
}

function summaryOf(story: EntryStory): Omit<FieldsOf<'EntrySummaryFiled'>, 'entryNumber'> {
  const { route, trade } = story;
  return {
    entryType: story.entryType,
    importerOfRecordNumber: story.importer,
    consigneeNumber: story.importer,
    carrierCode: story.carrier,
    portOfEntry: route.port.code,
    entryDate: isoDate(story.entryDay),
    importDate: isoDate(trade.day),
    modeOfTransport: route.modeOfTransport,
    countryOfExport: story.goods[0]!.origin,
    bond: story.bond,
    containerNumbers: [...story.containers],
    billsOfLading: [...story.bills],
    ...assessStory(story),
  };
}

/** Makes its change and returns the reason codes. CATAIR AE records 35 and 63. */
type Change = (story: EntryStory) => string[];

const changes: readonly (readonly [weight: number, change: Change])[] = [
  [40, changeValue],
  [16, changeClass],
  [12, changeOrigin],
  [8, changeCarrier],
  [24, changeImporter],
];

function changeValue(story: EntryStory): string[] {
  const { random } = story.trade;
  const most = story.entryType === '11' ? 2_500 : Infinity;
  changeOne(story, random, (goods) => {
    const valueDollars = Math.max(1, Math.round(goods.valueDollars * (0.8 + random.fraction() * 0.5)));
    return { ...goods, valueDollars: Math.min(most, valueDollars) };
  });
  return ['L04'];
}

function changeClass(story: EntryStory): string[] {
  const { random, trader } = story.trade;
  changeOne(story, random, ({ valueDollars }) => {
    const product = random.pick(tariff[trader.company.industry]);
    return { ...goodsOf(product, valueDollars, story.route, random), valueDollars };
  });
  return ['L03', 'L06'];
}

function changeOrigin(story: EntryStory): string[] {
  const { random } = story.trade;
  changeOne(story, random, (goods) => ({
    ...goods,
    origin: random.pick(goods.product.origins),
    claimsAgreement: false,
  }));
  return ['L07'];
}

function changeCarrier(story: EntryStory): string[] {
  story.carrier = story.trade.random.pick(story.trade.trader.routes).carrier.code;
  return ['H99'];
}

/** Mostly another number of the same company, else another company's. */
function changeImporter(story: EntryStory): string[] {
  const { random, trader, another } = story.trade;
  const { company } = random.chance(0.6) ? trader : another();
  const others = company.importerNumbers.filter((number) => number !== story.importer);
  story.importer = random.pick(others);
  return ['H99'];
}

function changeOne(story: EntryStory, random: Random, change: (goods: Goods) => Goods): void {
  const changed = random.int(0, story.goods.length - 1);
  story.goods = story.goods.map((goods, index) => (index === changed ? change(goods) : goods));
}
