import { describe, expect, it } from '@jest/globals';
import { declarationOf, seriesOf } from './series.ts';

const head = {
  source: 'port-2704',
  senderReference: 'P/1',
  versionNumber: null,
  preparedAt: null,
  controlNumber: null,
};
const entry = { ...head, entryNumber: 'ABC12345676' };

describe('what a fact is about, and its series', () => {
  it.each([
    ['EntrySummaryFiled', entry, 'entry:ABC12345676', 'summary'],
    ['EntrySummaryCorrected', entry, 'entry:ABC12345676', 'summary'],
    ['EntryCancelled', entry, 'entry:ABC12345676', 'summary'],
    ['CargoReleased', entry, 'entry:ABC12345676', 'release'],
    ['EntryLiquidated', entry, 'entry:ABC12345676', 'liquidation'],
    ['DutyPaid', entry, 'entry:ABC12345676', 'payment/port-2704/P/1'],
    ['BillIssued', entry, 'entry:ABC12345676', 'bill/port-2704/P/1'],
    ['RefundIssued', entry, 'entry:ABC12345676', 'refund/port-2704/P/1'],
    ['ExaminationCompleted', entry, 'entry:ABC12345676', 'examination/port-2704/P/1'],
    ['InBondMoved', { ...head, inBondNumber: '123456789', status: 'ARRIVED' }, 'inbond:123456789', 'movement/ARRIVED'],
    ['ExportFiled', { ...head, itn: 'X20260115000001' }, 'itn:X20260115000001', 'filing'],
    ['ExportDeparted', { ...head, itn: 'X20260115000001' }, 'itn:X20260115000001', 'departure'],
  ])('%s', (type, fact, declaration, series) => {
    expect(declarationOf({ type, ...fact })).toBe(declaration);
    expect(seriesOf({ type, ...fact })).toBe(series);
  });

  it.each(['ActivityPack', 'toString', ''])('refuses what is no fact: %p', (type) => {
    expect(() => declarationOf({ type, ...entry })).toThrow(expect.objectContaining({ code: 'NOT_A_TRANSACTION' }));
    expect(() => seriesOf({ type, ...entry })).toThrow(expect.objectContaining({ code: 'NOT_A_TRANSACTION' }));
  });
});
