import { addWorkingDays, isoDate } from './calendar.ts';
import { senderAt, state, type FieldsOf, type SampleFact } from './fact.ts';
import { billOfLading, containerNumber } from './numbers.ts';
import { carriers } from './reference/carriers.ts';
import { portsWith } from './reference/ports.ts';
import type { Trade } from './trade.ts';

type Movement = FieldsOf<'InBondMoved'>;
type Status = Movement['status'];

/** Immediate transportation ends inland; the other two leave the country. 19 CFR 18. */
const kinds: readonly (readonly [weight: number, kind: { inBondType: string; statuses: readonly Status[] }])[] = [
  [6, { inBondType: '61', statuses: ['DEPARTED', 'ARRIVED'] }],
  [3, { inBondType: '62', statuses: ['DEPARTED', 'ARRIVED', 'EXPORTED'] }],
  [1, { inBondType: '63', statuses: ['DEPARTED', 'EXPORTED'] }],
];

/** What is told about one movement in bond; some are still under way. */
export function inBondLifecycle(trade: Trade): SampleFact[] {
  const { random, trader } = trade;
  const route = random.pick(trader.routes);
  const sender = senderAt(route.port.code, random);
  const { inBondType, statuses } = random.weighted(kinds);
  const destinations =
    inBondType === '61' ? portsWith('inland', 'air') : portsWith('sea', 'mexican border', 'canadian border');
  const carrier = random.pick(carriers[random.pick(['truck', 'rail'] as const)]);
  const movement = {
    inBondNumber: trade.numbers.inBondNumber(),
    inBondType,
    originPort: route.port.code,
    destinationPort: random.pick(destinations).code,
    carrierCode: carrier.code,
    valueCents: random.chance(0.7) ? random.magnitude(2_000, 300_000) * 100 : null,
    containerNumbers: [containerNumber(random)],
    billsOfLading: [billOfLading(route.carrier, random)],
  };
  const importer = random.pick(trader.company.importerNumbers);
  const reached = random.chance(0.8) ? statuses : statuses.slice(0, -1);

  let day = trade.day;
  return reached.flatMap((status) => {
    const fields: Movement = {
      ...movement,
      status,
      movedOn: isoDate(day),
      importerOfRecordNumber: random.chance(0.6) ? importer : null,
    };
    const versions = random.chance(0.06) ? [fields, { ...fields, movedOn: isoDate(addWorkingDays(day, 1)) }] : [fields];
    const facts = versions.map((each, index) =>
      state(sender, random, {
        type: 'InBondMoved',
        day: addWorkingDays(day, index),
        reference: movement.inBondNumber,
        version: index + 1,
        fields: each,
      }),
    );
    day = addWorkingDays(day, random.int(2, 8));
    return facts;
  });
}
