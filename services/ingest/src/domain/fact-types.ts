import type { TransactionFact } from '@landfall/events';

/** The type checker finds the fact that is missing here. */
const factTypes: Readonly<Record<TransactionFact['type'], true>> = {
  EntrySummaryFiled: true,
  EntrySummaryCorrected: true,
  EntryCancelled: true,
  CargoReleased: true,
  ExaminationCompleted: true,
  DutyPaid: true,
  BillIssued: true,
  RefundIssued: true,
  EntryLiquidated: true,
  InBondMoved: true,
  ExportFiled: true,
  ExportDeparted: true,
};

export const isFactType = (type: string): type is TransactionFact['type'] => Object.hasOwn(factTypes, type);
