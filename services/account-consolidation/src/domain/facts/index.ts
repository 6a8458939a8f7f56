import type { TransactionFact } from '@landfall/events';
import type { Content, FactType } from '../declaration.ts';
import { billIssued } from './bill-issued.ts';
import { cargoReleased } from './cargo-released.ts';
import { dutyPaid } from './duty-paid.ts';
import { entryCancelled } from './entry-cancelled.ts';
import { entryLiquidated } from './entry-liquidated.ts';
import { entrySummary } from './entry-summary.ts';
import { examinationCompleted } from './examination-completed.ts';
import { exportDeparted } from './export-departed.ts';
import { exportFiled } from './export-filed.ts';
import { inBondMoved } from './in-bond-moved.ts';
import type { Kind, SubAccounts } from './kind.ts';
import { refundIssued } from './refund-issued.ts';

export const kinds: { readonly [T in FactType]: Kind<T> } = {
  EntrySummaryFiled: entrySummary,
  EntrySummaryCorrected: entrySummary,
  EntryCancelled: entryCancelled,
  CargoReleased: cargoReleased,
  ExaminationCompleted: examinationCompleted,
  DutyPaid: dutyPaid,
  BillIssued: billIssued,
  RefundIssued: refundIssued,
  EntryLiquidated: entryLiquidated,
  InBondMoved: inBondMoved,
  ExportFiled: exportFiled,
  ExportDeparted: exportDeparted,
};

export const isFactType = (type: string): type is FactType => Object.hasOwn(kinds, type);

export function keep(fact: TransactionFact, subAccounts: SubAccounts): Content {
  // The table pairs each type with its own kind; the compiler cannot follow that pairing through a union.
  const kind = kinds[fact.type] as Kind<FactType>;
  return kind.keep(fact, subAccounts);
}
