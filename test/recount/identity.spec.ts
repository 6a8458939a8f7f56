import { describe, expect, it } from '@jest/globals';
import { highest, identify, seriesOf } from './identity.mjs';

const payment = {
  type: 'DutyPaid',
  occurredAt: '2026-01-20T15:00:00.000Z',
  source: 'port-2704',
  senderReference: 'P1',
  entryNumber: 'ABC12345676',
};

describe('identity', () => {
  it('is what docs/facts.md says', () => {
    const fact = {
      type: 'EntrySummaryFiled',
      occurredAt: '2026-01-15T12:00:00Z',
      source: 'edi.port-2704',
      eventId: '',
      senderReference: 'R/1 é',
      preparedAt: '2026-01-15T12:00:00.5Z',
      controlNumber: '000000042',
      entryNumber: 'ABC12345676',
      consigneeNumber: null,
      containerNumbers: [],
      lines: [{ lineNumber: 1, fees: [], description: null, htsusNumber: '8471300100' }],
    };
    // From printf '…' | sha256sum over the canonical form and the key, written out by hand.
    expect(identify(fact)).toMatchObject({
      declaration: 'entry:ABC12345676',
      factKey: 'entry:ABC12345676|summary|EntrySummaryFiled|t2026-01-15T12:00:00.500Z#000000042',
      eventId: 'f1927b5fb7364928d5a1bd1ce4e648c2',
    });
  });

  it('leaves source and event id out, and takes everything else in', () => {
    const { eventId } = identify({ ...payment, type: 'CargoReleased' });
    expect(
      identify({ ...payment, type: 'CargoReleased', source: 'elsewhere', eventId: 'x', controlNumber: null }).eventId,
    ).toBe(eventId);
    expect(identify({ ...payment, type: 'CargoReleased', senderReference: 'P2' }).eventId).not.toBe(eventId);
  });

  it.each([
    [{ ...payment }, 'payment/port-2704/P1'],
    [{ ...payment, type: 'BillIssued' }, 'bill/port-2704/P1'],
    [{ ...payment, type: 'RefundIssued' }, 'refund/port-2704/P1'],
    [{ ...payment, type: 'ExaminationCompleted' }, 'examination/port-2704/P1'],
    [{ ...payment, type: 'EntryCancelled' }, 'summary'],
    [{ ...payment, type: 'EntryLiquidated' }, 'liquidation'],
    [{ type: 'InBondMoved', inBondNumber: '123456789', status: 'ARRIVED' }, 'movement/ARRIVED'],
    [{ type: 'ExportFiled', itn: 'X20260115000001' }, 'filing'],
    [{ type: 'ExportDeparted', itn: 'X20260115000001' }, 'departure'],
  ])('puts %j into series %s', (fact, series) => expect(seriesOf(fact)).toBe(series));

  it('refuses what it does not know', () => {
    expect(() => identify({ ...payment, type: 'DutyForgiven' })).toThrow('DutyForgiven');
    expect(() => identify({ type: 'DutyPaid' })).toThrow('nothing');
  });
});

describe('of several versions the highest counts', () => {
  const at = (preparedAt: string, controlNumber?: string) => ({ preparedAt, controlNumber });
  const noon = '2026-01-15T12:00:00.000Z';

  it.each([
    ['numbers compare as numbers', { versionNumber: 9 }, { versionNumber: 10 }],
    ['no number is 0', {}, { versionNumber: 1 }],
    ['any time is above any number', { versionNumber: 1_000 }, at('1999-01-01T00:00:00Z')],
    ['a time is above a number in the same fact', { versionNumber: 7 }, { versionNumber: 1, ...at(noon) }],
    ['times compare as times', at('2026-01-15T12:00:00Z'), at('2026-01-15T12:00:00.001Z')],
    ['control numbers compare as texts', at(noon, '10'), at(noon, '9')],
    ['no control number is the lowest', at(noon), at(noon, '0')],
  ])('%s', (_rule, lower, higher) => {
    const [low, high] = [lower, higher].map((version) => identify({ ...payment, ...version }));
    expect(highest([low, high])).toBe(high);
    expect(highest([high, low])).toBe(high);
  });

  it('a tie goes to the greater event id', () => {
    const [one, other] = ['2026-01-20', '2026-01-21'].map((paidOn) => identify({ ...payment, paidOn }));
    const twins = [one!, other!];
    const greater = one!.eventId > other!.eventId ? one : other;
    expect(highest(twins)).toBe(greater);
    expect(highest(twins.toReversed())).toBe(greater);
  });
});
