import type { EntryLine, Fee } from '@landfall/events';
import type { Day } from '../calendar.ts';
import { harborMaintenanceFee, informalProcessingFee, merchandiseProcessingFee, perMillion, prorate } from '../fees.ts';
import type { Random } from '../random.ts';
import { freeTradeOrigins, tariff, type Industry, type Product } from '../reference/tariff.ts';
import type { Route } from '../routes.ts';

/** What one line of an entry is about, before duty and fees are worked out. */
export type Goods = {
  readonly product: Product;
  readonly origin: string;
  /** Free of duty and of the processing fee under a trade agreement. */
  readonly claimsAgreement: boolean;
  readonly quantityThousandths: number;
  readonly valueDollars: number;
  readonly description: string;
};

export function someGoods(industry: Industry, route: Route, random: Random): Goods {
  const product = random.pick(tariff[industry]);
  return goodsOf(product, random.magnitude(1_200, 240_000), route, random);
}

export function goodsOf(product: Product, dollars: number, route: Route, random: Random): Goods {
  const origin = route.across ?? random.pick(product.origins);
  const priceCents = random.magnitude(...product.price);
  const inWholes = product.unit !== 'KG' && product.unit !== 'LTR';
  const quantity = (dollars * 100) / priceCents;
  const quantityThousandths = inWholes
    ? Math.max(1, Math.round(quantity)) * 1_000
    : Math.max(1, Math.round(quantity * 1_000));
  return {
    product,
    origin,
    claimsAgreement: freeTradeOrigins.has(origin) && random.chance(0.85),
    quantityThousandths,
    valueDollars: Math.max(1, Math.round((quantityThousandths * priceCents) / 100_000)),
    description: describe(product, random),
  };
}

/** An invoice's words. */
function describe(product: Product, random: Random): string {
  const model = `${random.pick(['model', 'style', 'article', 'item'])} ${random.pick(['KX', 'TR', 'OM', 'VL', 'QS'])}-${random.digits(4)}`;
  return `${product.description}, ${model}, order ${random.digits(8)}${random.pick(packings)}`;
}

const packings = [
  ', in cartons, as per packing list',
  ', on pallets, shrink-wrapped',
  ', for retail sale, with accessories and manual',
  ', spare parts free of charge included',
] as const;

export type Terms = { readonly byVessel: boolean; readonly formal: boolean; readonly entryDay: Day };

/** The lines of an entry with duty, taxes and fees, and the fees of the entry as a whole. */
export function assess(goods: readonly Goods[], terms: Terms): { lines: EntryLine[]; headerFees: Fee[] } {
  const processingFees = processingFeesOf(goods, terms);
  const lines = goods.map((item, index) =>
    lineOf(item, index + 1, [...processingFees[index]!, ...otherFees(item, terms)]),
  );
  return {
    lines,
    headerFees: terms.formal ? [] : [{ classCode: '311', amountCents: informalProcessingFee(terms.entryDay) }],
  };
}

function lineOf(goods: Goods, lineNumber: number, fees: Fee[]): EntryLine {
  const { product, quantityThousandths } = goods;
  const valueCents = goods.valueDollars * 100;
  const duty = perMillion(valueCents, product.dutyPerMillion) + perUnit(product.perUnit.duty, quantityThousandths);
  return {
    lineNumber,
    htsusNumber: product.htsusNumber,
    countryOfOrigin: goods.origin,
    enteredValueCents: valueCents,
    dutyCents: goods.claimsAgreement ? 0 : duty,
    taxesCents: perUnit(product.perUnit.tax, quantityThousandths),
    fees,
    quantityThousandths,
    unit: product.unit,
    description: goods.description,
  };
}

/** The processing fee is bounded by entry and shared by its lines. */
function processingFeesOf(goods: readonly Goods[], { formal, entryDay }: Terms): Fee[][] {
  const liable = goods.map((item) => (formal && !item.claimsAgreement ? item.valueDollars * 100 : 0));
  const whole = merchandiseProcessingFee(
    liable.reduce((sum, value) => sum + value, 0),
    entryDay,
  );
  return prorate(whole, liable).map((amountCents) => fee('499', amountCents));
}

const otherFees = ({ valueDollars, quantityThousandths, product }: Goods, { byVessel }: Terms): Fee[] => [
  ...fee('501', byVessel ? harborMaintenanceFee(valueDollars * 100) : 0),
  ...fee('056', perUnit(product.perUnit.cottonFee, quantityThousandths)),
];

const fee = (classCode: string, amountCents: number): Fee[] => (amountCents === 0 ? [] : [{ classCode, amountCents }]);

/** A rate in hundredths of a cent a unit, rounded half up to the cent. */
const perUnit = (hundredths: number | undefined, quantityThousandths: number): number =>
  Math.floor(((hundredths ?? 0) * quantityThousandths + 50_000) / 100_000);
