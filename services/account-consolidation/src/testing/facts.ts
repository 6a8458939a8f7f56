import fc from 'fast-check';
import { checkDigitOf, declarationOf } from '@landfall/customs';
import { encodeRecord, identify, type Fee, type TransactionFact } from '@landfall/events';
import type { BatchRecord } from '@landfall/messaging';

const head = (reference: string, versionNumber: number | null = 1) => ({
  eventId: '',
  occurredAt: 1_768_478_400_000,
  source: 'port-2704',
  senderReference: reference,
  versionNumber,
  preparedAt: null,
  controlNumber: null,
});

const entryNumber = (filer: string, number: number): string => {
  const digits = filer + String(number).padStart(7, '0');
  return digits + checkDigitOf(digits);
};

const money = fc.integer({ min: 0, max: 5 }).map((n) => n * 1_000);
const amounts = fc.record({ dutyCents: money, feesCents: money, taxesCents: money, interestCents: money });
const entries = fc.constantFrom(entryNumber('ABC', 1), entryNumber('ABC', 2), entryNumber('XYZ', 3));
const importers = fc.constantFrom('12-345678900', '12-345678901', '123-45-6789');
const carriers = fc.constantFrom('MAEU', 'COSU', null);
const versions = fc.constantFrom(1, 2, 3);
const references = fc.constantFrom('R1', 'R2');
const none = fc.constant<string[]>([]);
const days = fc.integer({ min: 20_454, max: 20_560 });
const ports = fc.constantFrom('2704', '4601');

const line = fc.record({
  lineNumber: fc.constant(1),
  htsusNumber: fc.constantFrom('8471300100', '8703230000', '3004900000'),
  countryOfOrigin: fc.constantFrom('CN', 'DE'),
  enteredValueCents: money,
  dutyCents: money,
  taxesCents: money,
  fees: fc.array(fc.record({ classCode: fc.constant('499'), amountCents: money }), { maxLength: 1 }),
  quantityThousandths: fc.constant(1_000),
  unit: fc.constant('NO'),
  description: fc.constant(null),
});

const summary = fc.record({
  entryNumber: entries,
  entryType: fc.constant('01'),
  importerOfRecordNumber: importers,
  consigneeNumber: fc.constant(null),
  carrierCode: carriers,
  portOfEntry: ports,
  entryDate: days,
  importDate: fc.constant(null),
  modeOfTransport: fc.constant('11'),
  countryOfExport: fc.constant(null),
  bond: fc.constant(null),
  containerNumbers: none,
  billsOfLading: none,
  lines: fc.array(line, { minLength: 1, maxLength: 2 }),
  headerFees: fc.constant<Fee[]>([]),
});

const itns = fc.constantFrom('X20260115000001', 'X20260115000002');
const exportLine = fc.record({
  lineNumber: fc.constant(1),
  scheduleBNumber: fc.constantFrom('8542310000', '3004900000'),
  valueCents: money,
  quantityThousandths: fc.constant(1_000),
  unit: fc.constant('NO'),
  origin: fc.constant('DOMESTIC' as const),
  description: fc.constant(null),
  licenseCode: fc.constant(null),
});

/** One arbitrary a type: few identifiers and values, so that versions, conflicts and repetitions meet often. */
const byType: {
  [T in TransactionFact['type']]: fc.Arbitrary<
    Omit<Extract<TransactionFact, { type: T }>, 'type' | keyof ReturnType<typeof head>>
  >;
} = {
  EntrySummaryFiled: summary,
  EntrySummaryCorrected: summary.map((fields) => ({ ...fields, correctionReasons: ['L04'] })),
  EntryCancelled: fc.record({ entryNumber: entries, cancelledOn: days, reason: fc.constant('REFUSED' as const) }),
  CargoReleased: fc.record({
    entryNumber: entries,
    portOfRelease: ports,
    releasedOn: days,
    importerOfRecordNumber: fc.oneof(importers, fc.constant(null)),
    carrierCode: carriers,
    containerNumbers: none,
    billsOfLading: none,
    releaseOrigin: fc.constant(null),
  }),
  ExaminationCompleted: fc.record({
    entryNumber: entries,
    port: ports,
    completedOn: days,
    examinationType: fc.constant('TAILGATE' as const),
    result: fc.constant('NO_DISCREPANCY' as const),
    remarks: fc.constant(null),
    containerNumbers: none,
  }),
  DutyPaid: fc.record({
    entryNumber: entries,
    paidOn: days,
    amounts,
    method: fc.constant('ACH_DEBIT' as const),
    statementNumber: fc.constant(null),
    payerUnitNumber: fc.constant(null),
  }),
  BillIssued: fc.record({
    entryNumber: entries,
    issuedOn: days,
    dueOn: days,
    amounts,
    purpose: fc.constantFrom('LIQUIDATION_INCREASE' as const, 'INTEREST' as const),
  }),
  RefundIssued: fc.record({ entryNumber: entries, issuedOn: days, amounts, reason: fc.constant('OTHER' as const) }),
  EntryLiquidated: fc.record({
    entryNumber: entries,
    liquidatedOn: days,
    liquidationType: fc.constant('INCREASE' as const),
    assessed: amounts,
    reasons: none,
  }),
  InBondMoved: fc.record({
    inBondNumber: fc.constantFrom('123456789', '987654321'),
    inBondType: fc.constant('61'),
    status: fc.constantFrom('DEPARTED' as const, 'ARRIVED' as const, 'EXPORTED' as const),
    movedOn: days,
    originPort: ports,
    destinationPort: ports,
    carrierCode: fc.constantFrom('MAEU', 'COSU'),
    importerOfRecordNumber: fc.oneof(importers, fc.constant(null)),
    valueCents: fc.constant(null),
    containerNumbers: none,
    billsOfLading: none,
  }),
  ExportFiled: fc.record({
    itn: itns,
    exporterNumber: fc.constantFrom('12-3456789', '98-7654321'),
    forwarderCode: fc.constantFrom('ABC', null),
    carrierCode: carriers,
    portOfExport: ports,
    exportDate: days,
    countryOfDestination: fc.constantFrom('DE', 'JP'),
    modeOfTransport: fc.constant('11'),
    consigneeName: fc.constant(null),
    containerNumbers: none,
    lines: fc.array(exportLine, { minLength: 1, maxLength: 2 }),
  }),
  ExportDeparted: fc.record({
    itn: itns,
    departedOn: days,
    portOfExport: ports,
    carrierCode: carriers,
    conveyanceName: fc.constant(null),
  }),
};

const ofType = (type: TransactionFact['type']): fc.Arbitrary<TransactionFact> =>
  fc
    .tuple(byType[type] as fc.Arbitrary<object>, references, versions)
    .map(([fields, reference, version]) =>
      identify({ type, ...head(reference, version), ...fields } as TransactionFact),
    );

/** A fact of any type, with its identity. */
export const anyFact: fc.Arbitrary<TransactionFact> = fc.oneof(
  ...(Object.keys(byType) as TransactionFact['type'][]).map(ofType),
);

/** A record as the lane would deliver it. */
export function recordOf(fact: TransactionFact, offset: number): BatchRecord {
  return {
    offset,
    timestamp: 1_768_500_000_000 + offset * 10,
    key: Buffer.from(declarationOf(fact)),
    value: encodeRecord(fact),
    headers: {},
    content: { record: fact },
  };
}
