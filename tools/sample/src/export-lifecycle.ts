import { addWorkingDays, isoDate, type Day } from './calendar.ts';
import { senderAt, state, type FieldsOf, type SampleFact } from './fact.ts';
import { containerNumber } from './numbers.ts';
import { carriers } from './reference/carriers.ts';
import { tariff } from './reference/tariff.ts';
import { inContainers, type Route } from './routes.ts';
import type { Trade } from './trade.ts';

type Filing = FieldsOf<'ExportFiled'>;

/** What is told about one export: it is filed, perhaps again, and departs. */
export function exportLifecycle(trade: Trade, exporterNumber: string): SampleFact[] {
  const { random } = trade;
  const route = random.pick(trade.trader.routes);
  const sender = senderAt(route.port.code, random);
  const exportDay = addWorkingDays(trade.day, random.int(1, 5));
  const filing = filingOf(trade, exporterNumber, route, exportDay);
  const filings = [filing, ...amendments(filing, trade)];
  const facts: SampleFact[] = filings.map((fields, index) =>
    state(sender, random, {
      type: 'ExportFiled',
      day: addWorkingDays(trade.day, index),
      reference: filing.itn,
      version: index + 1,
      fields,
    }),
  );
  if (!random.chance(0.85)) return facts;
  const day = addWorkingDays(exportDay, random.int(0, 2));
  const fields = departureOf(trade, filing.itn, route, day);
  return [...facts, state(sender, random, { type: 'ExportDeparted', day, reference: filing.itn, version: 1, fields })];
}

function departureOf(trade: Trade, itn: string, route: Route, day: Day): FieldsOf<'ExportDeparted'> {
  return {
    itn,
    departedOn: isoDate(day),
    portOfExport: route.port.code,
    carrierCode: trade.random.chance(0.8) ? route.carrier.code : null,
    conveyanceName: conveyanceOf(route, trade),
  };
}

function filingOf(trade: Trade, exporterNumber: string, route: Route, exportDay: Day): Filing {
  const { random, trader, numbers } = trade;
  return {
    itn: numbers.itn(trade.day),
    exporterNumber,
    forwarderCode: random.chance(0.6) ? trader.company.brokers[0]! : null,
    carrierCode: random.chance(0.9) ? route.carrier.code : null,
    portOfExport: route.port.code,
    exportDate: isoDate(exportDay),
    countryOfDestination: route.across ?? random.pick(destinations),
    modeOfTransport: route.modeOfTransport,
    consigneeName: `${random.pick(consignees)} ${random.pick(['Trading', 'Imports', 'Distribution'])}`,
    containerNumbers: inContainers(route) ? [containerNumber(random)] : [],
    lines: Array.from({ length: random.int(1, 4) }, (_, index) => lineOf(trade, index + 1)),
  };
}

const consignees = ['Puddlelark', 'Sandgrouse', 'Tinselhaven', 'Mooncobble'] as const;

const destinations = ['DE', 'JP', 'CN', 'GB', 'BR', 'NL', 'KR', 'AU', 'IN', 'SG', 'CL'] as const;

function lineOf({ random, trader }: Trade, lineNumber: number): Filing['lines'][number] {
  const product = random.pick(tariff[trader.company.industry]);
  const dollars = random.magnitude(2_600, 180_000);
  return {
    lineNumber,
    scheduleBNumber: product.htsusNumber,
    valueCents: dollars * 100,
    quantityThousandths: Math.max(1, Math.round((dollars * 100) / random.magnitude(...product.price))) * 1_000,
    unit: product.unit,
    origin: random.chance(0.8) ? 'DOMESTIC' : 'FOREIGN',
    description: product.description,
    // No license required.
    licenseCode: 'C33',
  };
}

/** A filing is replaced as a whole when something about it changes. 15 CFR 30.9. */
function amendments(filing: Filing, { random, trader }: Trade): Filing[] {
  if (!random.chance(0.2)) return [];
  return [
    random.weighted<() => Filing>([
      [
        5,
        () => ({
          ...filing,
          lines: filing.lines.map((line) => ({ ...line, valueCents: line.valueCents + random.int(-9, 20) * 100 })),
        }),
      ],
      [3, () => ({ ...filing, carrierCode: random.pick(carriers[random.pick(trader.routes).kind]).code })],
      [2, () => ({ ...filing, countryOfDestination: random.pick(destinations) })],
    ])(),
  ];
}

function conveyanceOf({ kind, carrier }: Route, { random }: Trade): string {
  if (kind === 'air') return `${carrier.code}${random.digits(4)}`;
  if (kind === 'vessel')
    return `MV ${random.pick(['Harbor Wren', 'Tidal Otter', 'Paper Gull', 'Amber Skiff'])} ${random.digits(3)}E`;
  return `TRIP ${random.digits(6)}`;
}
