import { LandfallError } from '@landfall/errors';
import type { IdentifiableFact } from './fact.ts';

type Kind = {
  readonly declaration: (fact: IdentifiableFact) => string;
  readonly series: (fact: IdentifiableFact) => string;
};

const entry = ({ entryNumber }: IdentifiableFact): string => `entry:${entryNumber!}`;
const itn = (fact: IdentifiableFact): string => `itn:${fact.itn!}`;
const inBond = ({ inBondNumber }: IdentifiableFact): string => `inbond:${inBondNumber!}`;

const one = (name: string) => (): string => name;
const perReference =
  (name: string) =>
  ({ source, senderReference }: IdentifiableFact): string =>
    `${name}/${source}/${senderReference}`;

const kindsByType: Readonly<Record<string, Kind>> = {
  EntrySummaryFiled: { declaration: entry, series: one('summary') },
  EntrySummaryCorrected: { declaration: entry, series: one('summary') },
  EntryCancelled: { declaration: entry, series: one('summary') },
  CargoReleased: { declaration: entry, series: one('release') },
  EntryLiquidated: { declaration: entry, series: one('liquidation') },
  DutyPaid: { declaration: entry, series: perReference('payment') },
  BillIssued: { declaration: entry, series: perReference('bill') },
  RefundIssued: { declaration: entry, series: perReference('refund') },
  ExaminationCompleted: { declaration: entry, series: perReference('examination') },
  InBondMoved: { declaration: inBond, series: ({ status }) => `movement/${status!}` },
  ExportFiled: { declaration: itn, series: one('filing') },
  ExportDeparted: { declaration: itn, series: one('departure') },
};

const kinds = new Map(Object.entries(kindsByType));

/**
 * What a fact is about, type-prefixed (`entry:ABC12345678`); also its Kafka key (docs/facts.md).
 * @throws LandfallError NOT_A_TRANSACTION
 */
export const declarationOf = (fact: IdentifiableFact): string => kindOf(fact).declaration(fact);

/**
 * The series in which a fact's versions replace one another (docs/facts.md).
 * @throws LandfallError NOT_A_TRANSACTION
 */
export const seriesOf = (fact: IdentifiableFact): string => kindOf(fact).series(fact);

function kindOf({ type }: IdentifiableFact): Kind {
  const kind = kinds.get(type);
  if (kind === undefined) throw new LandfallError('NOT_A_TRANSACTION', `${type} is no transaction event.`);
  return kind;
}
