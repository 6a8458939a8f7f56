// Small facts for the specs of this folder.
type Fields = Record<string, unknown>;

export const ENTRY = 'ABC12345676';
export const IMPORTER = '12-345678900';
export const OTHER_IMPORTER = '98-765432100';

const fact = (type: string, fields: Fields, over: Fields): Fields => ({
  type,
  occurredAt: '2026-01-15T15:00:00.000Z',
  source: 'port-2704',
  senderReference: 'R1',
  ...fields,
  ...over,
});

export const amounts = (dutyCents: number, feesCents = 0, taxesCents = 0, interestCents = 0) => ({
  dutyCents,
  feesCents,
  taxesCents,
  interestCents,
});

const laptops = {
  lineNumber: 1,
  htsusNumber: '8471300100',
  countryOfOrigin: 'CN',
  enteredValueCents: 10_000_00,
  dutyCents: 0,
  taxesCents: 0,
  fees: [
    { classCode: '499', amountCents: 34_64 },
    { classCode: '501', amountCents: 12_50 },
  ],
  quantityThousandths: 10_000,
  unit: 'NO',
};

const shirts = {
  lineNumber: 2,
  htsusNumber: '6109100012',
  countryOfOrigin: 'VN',
  enteredValueCents: 2_000_00,
  dutyCents: 330_00,
  taxesCents: 5_00,
  fees: [{ classCode: '499', amountCents: 6_93 }],
  quantityThousandths: 40_000,
  unit: 'DOZ',
};

/** 12,000.00 of value, 330.00 of duty, 56.07 of fees (2.00 of them in the header), 5.00 of taxes. */
export const filed = (over: Fields = {}) =>
  fact(
    'EntrySummaryFiled',
    {
      versionNumber: 1,
      entryNumber: ENTRY,
      entryType: '01',
      importerOfRecordNumber: IMPORTER,
      carrierCode: 'MAEU',
      portOfEntry: '2704',
      entryDate: '2026-01-15',
      modeOfTransport: '11',
      lines: [laptops, shirts],
      headerFees: [{ classCode: '311', amountCents: 2_00 }],
    },
    over,
  );

export const corrected = (over: Fields = {}) => ({
  ...filed({ versionNumber: 2, ...over }),
  type: 'EntrySummaryCorrected',
});

/** A summary of the shirts alone: 2,000.00 of value, 330.00 of duty, 8.93 of fees, 5.00 of taxes. */
export const shirtsOnly = { lines: [shirts] };

const ofEntry =
  (type: string, fields: Fields) =>
  (over: Fields = {}) =>
    fact(type, { entryNumber: ENTRY, ...fields }, over);

export const cancelled = ofEntry('EntryCancelled', {
  versionNumber: 3,
  cancelledOn: '2026-02-10',
  reason: 'CLERICAL_ERROR',
});
export const released = ofEntry('CargoReleased', { portOfRelease: '2709', releasedOn: '2026-01-14' });
export const examined = ofEntry('ExaminationCompleted', {
  port: '3001',
  completedOn: '2026-01-13',
  examinationType: 'TAILGATE',
  result: 'NO_DISCREPANCY',
});
export const paid = ofEntry('DutyPaid', {
  paidOn: '2026-02-02',
  amounts: amounts(330_00, 56_07, 5_00),
  method: 'ACH_DEBIT',
});
export const refunded = ofEntry('RefundIssued', {
  issuedOn: '2026-03-03',
  amounts: amounts(10_00, 1_00, 0, 2),
  reason: 'OTHER',
});
export const billed = ofEntry('BillIssued', {
  issuedOn: '2026-04-04',
  dueOn: '2026-05-04',
  amounts: amounts(7_00, 2_00, 0, 50),
  purpose: 'INTEREST',
});
export const liquidated = ofEntry('EntryLiquidated', {
  liquidatedOn: '2026-11-27',
  liquidationType: 'INCREASE',
  assessed: amounts(400_00, 56_07, 5_00, 3_00),
});

export const exportFiled = (over: Fields = {}) =>
  fact(
    'ExportFiled',
    {
      itn: 'X20260105000001',
      exporterNumber: '12-3456789',
      forwarderCode: 'XYZ',
      carrierCode: 'LH',
      portOfExport: '4701',
      exportDate: '2026-01-06',
      countryOfDestination: 'DE',
      modeOfTransport: '40',
      lines: [
        {
          lineNumber: 1,
          scheduleBNumber: '8542310045',
          valueCents: 700_00,
          quantityThousandths: 1_000,
          unit: 'NO',
          origin: 'DOMESTIC',
        },
        {
          lineNumber: 2,
          scheduleBNumber: '9018310040',
          valueCents: 50_00,
          quantityThousandths: 1_000,
          unit: 'NO',
          origin: 'FOREIGN',
        },
      ],
    },
    over,
  );

export const departed = (over: Fields = {}) =>
  fact(
    'ExportDeparted',
    { itn: 'X20260105000001', departedOn: '2026-02-07', portOfExport: '4601', carrierCode: 'UA' },
    over,
  );

export const moved = (status: string, over: Fields = {}) =>
  fact(
    'InBondMoved',
    {
      inBondNumber: '123456789',
      inBondType: '62',
      status,
      movedOn: '2026-03-09',
      originPort: '2704',
      destinationPort: '2304',
      carrierCode: 'BNSF',
    },
    over,
  );
