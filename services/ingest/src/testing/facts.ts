/** A payment in JSON form; the members given replace or add to it. */
export const paymentJson = (members: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'DutyPaid',
  occurredAt: '2026-01-20T15:00:00.000Z',
  source: 'port-2704',
  senderReference: 'P-1',
  versionNumber: 1,
  entryNumber: 'ABC12345676',
  paidOn: '2026-01-20',
  amounts: { dutyCents: 125_000, feesCents: 3_358, taxesCents: 0, interestCents: 0 },
  method: 'ACH_DEBIT',
  ...members,
});

export const lineJson = (members: Record<string, unknown> = {}): Record<string, unknown> => ({
  lineNumber: 1,
  htsusNumber: '8471300100',
  countryOfOrigin: 'CN',
  enteredValueCents: 1_000_000,
  dutyCents: 25_000,
  taxesCents: 0,
  fees: [{ classCode: '499', amountCents: 3_464 }],
  quantityThousandths: 10_000,
  unit: 'NO',
  ...members,
});

export const summaryJson = (members: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'EntrySummaryFiled',
  occurredAt: '2026-01-15T12:00:00.000Z',
  source: 'port-2704',
  senderReference: 'S-1',
  versionNumber: 1,
  entryNumber: 'ABC12345676',
  entryType: '01',
  importerOfRecordNumber: '12-345678900',
  carrierCode: 'MAEU',
  portOfEntry: '2704',
  entryDate: '2026-01-15',
  modeOfTransport: '11',
  containerNumbers: ['CSQU3054383'],
  lines: [lineJson()],
  ...members,
});

/** 24 November 2026: facts are judged as of this moment. */
export const NOW = Date.UTC(2026, 10, 24);

export const bytesOf = (json: unknown): Buffer => Buffer.from(JSON.stringify(json));
