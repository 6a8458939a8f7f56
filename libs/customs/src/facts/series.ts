import type { IdentifiableFact } from './fact.ts';

/** What a fact is about, type-prefixed; also its Kafka key (docs/facts.md). */
export function declarationOf(fact: IdentifiableFact): string {
  if (fact.entryNumber !== undefined) return `entry:${fact.entryNumber}`;
  if (fact.itn !== undefined) return `itn:${fact.itn}`;
  return `inbond:${fact.inBondNumber ?? ''}`;
}

const perReference =
  (name: string) =>
  ({ source, senderReference }: IdentifiableFact): string =>
    `${name}/${source}/${senderReference}`;

const seriesByType: Readonly<Record<string, string | ((fact: IdentifiableFact) => string)>> = {
  EntrySummaryFiled: 'summary',
  EntrySummaryCorrected: 'summary',
  EntryCancelled: 'summary',
  CargoReleased: 'release',
  EntryLiquidated: 'liquidation',
  DutyPaid: perReference('payment'),
  BillIssued: perReference('bill'),
  RefundIssued: perReference('refund'),
  ExaminationCompleted: perReference('examination'),
  InBondMoved: ({ status }) => `movement/${status ?? ''}`,
  ExportFiled: 'filing',
  ExportDeparted: 'departure',
};

/** The series in which a fact's versions replace one another (docs/facts.md). */
export function seriesOf(fact: IdentifiableFact): string {
  const series = seriesByType[fact.type];
  return typeof series === 'function' ? series(fact) : (series ?? fact.type);
}
