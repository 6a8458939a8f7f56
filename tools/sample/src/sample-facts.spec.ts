import { describe, expect, it } from '@jest/globals';
import { containerCheckDigit, isEntryNumber, isPortCode, isSource, isTariffNumber } from '@landfall/customs';
import { transactionFactFromJson } from '@landfall/events';
import { addWorkingDays, dayOf, fiscalYearOf, isWorkingDay } from './calendar.ts';
import { sampleCompanies } from './companies.ts';
import { describeSample } from './describe-sample.ts';
import type { SampleFact, SampleFactOf } from './fact.ts';
import { ports } from './reference/ports.ts';
import { sampleFacts } from './sample-facts.ts';

const facts = [...sampleFacts({ seed: 1, facts: 20_000 })];
const description = describeSample(facts);
const summaries = facts.filter((fact): fact is SampleFactOf<'EntrySummaryFiled'> & SampleFact => fact.type === 'EntrySummaryFiled');

const bytes = (options: Parameters<typeof sampleFacts>[0]): string => JSON.stringify([...sampleFacts(options)]);

describe('a sample', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(bytes({ seed: 4, facts: 500 })).toBe(bytes({ seed: 4, facts: 500 }));
    expect(bytes({ seed: 5, facts: 500 })).not.toBe(bytes({ seed: 4, facts: 500 }));
  });

  it.each([0, 1, 7, 1_234])('has exactly %d facts when so many are wanted', (count) =>
    expect([...sampleFacts({ seed: 1, facts: count })]).toHaveLength(count),
  );

  it('refuses options that make no sense, by name', () => {
    for (const [option, value] of [
      ['seed', 0.5],
      ['facts', -1],
      ['accounts', 0],
      ['zipf', -1],
      ['spread', 0],
      ['from', '2025-13-01'],
      ['from', '1999-01-01'],
      ['days', 0],
    ]) {
      expect(() => sampleFacts({ seed: 1, [option as string]: value }).next()).toThrow(`"${option}"`);
    }
  });
});

describe('a sample is as real feeds are', () => {
  const share = (count: number): number => count / description.facts;

  it.each<[string, number, number, number]>([
    ['duplicates', share(description.duplicates), 0.05, 0.07],
    ['corrections', share(description.corrections), 0.05, 0.16],
    ['conflicts', share(description.conflicts), 0.01, 0.015],
    ['payments before their summary', description.paymentsBeforeSummary / description.payments, 0.05, 0.15],
    ['corrections that change the importer', description.importerChanges / description.corrections, 0.05, 0.3],
    ['of those, after a payment', description.importerChangesAfterPayment / description.importerChanges, 0.3, 0.95],
    ['facts overtaken by a higher version', share(description.overtaken), 0.01, 0.05],
    ['versions that are preparation times', share(description.statedByTime), 0.1, 0.3],
  ])('%s', (_what, actual, least, most) => {
    expect(actual).toBeGreaterThanOrEqual(least);
    expect(actual).toBeLessThanOrEqual(most);
  });

  it('one declaration has 200 versions', () => expect(description.mostVersions).toBe(200));

  it('every type of fact occurs', () => expect(Object.keys(description.byType)).toHaveLength(12));

  it.each([
    ['BillIssued', 'purpose', ['LIQUIDATION_INCREASE', 'INTEREST', 'LIQUIDATED_DAMAGES', 'DISHONORED_PAYMENT']],
    ['RefundIssued', 'reason', ['LIQUIDATION_DECREASE', 'POST_SUMMARY_CORRECTION', 'PROTEST_APPROVED', 'CANCELLATION']],
    ['EntryLiquidated', 'liquidationType', ['NO_CHANGE', 'INCREASE', 'DECREASE', 'DEEMED', 'RELIQUIDATION']],
    ['InBondMoved', 'status', ['DEPARTED', 'ARRIVED', 'EXPORTED']],
  ])('%s has every %s', (type, field, values) => {
    const seen = facts.filter((fact) => fact.type === type).map((fact) => (fact as Record<string, unknown>)[field]);
    expect(new Set(seen)).toEqual(new Set([...values, ...(type === 'BillIssued' || type === 'RefundIssued' ? ['OTHER'] : [])]));
  });

  it('mixes declarations, and lets the first trader be the largest', () => {
    const first = [...sampleCompanies({ seed: 1 })][0]!;
    const own = summaries.filter(({ importerOfRecordNumber }) => first.importerNumbers.includes(importerOfRecordNumber));
    expect(own.length / summaries.length).toBeGreaterThan(0.15);
    expect(new Set(facts.slice(1_000, 1_100).map(numberOf)).size).toBeGreaterThan(80);
  });
});

describe('every fact of a sample', () => {
  it('is one that Landfall takes', () => {
    const refused = facts
      .slice(0, 5_000)
      .map(transactionFactFromJson)
      .filter(({ ok }) => !ok);
    expect(refused).toEqual([]);
  });

  it('carries identifiers with their check digits, and ports that exist', () => {
    const known = new Set(ports.map(({ code }) => code));
    for (const fact of facts) {
      if ('entryNumber' in fact) expect(isEntryNumber(fact.entryNumber)).toBe(true);
      if ('containerNumbers' in fact) {
        for (const number of fact.containerNumbers) expect(containerCheckDigit(number.slice(0, 10))).toBe(Number(number[10]));
      }
      expect(isSource(fact.source)).toBe(true);
      for (const port of portsOf(fact)) expect(isPortCode(port) && known.has(port)).toBe(true);
    }
  });

  it('happens on working days', () => {
    const off = facts.flatMap(businessDatesOf).filter((date) => !isWorkingDay(dayOf(date)));
    expect(off).toEqual([]);
  });

  it('has a number of its own for each declaration', () => expect(new Set(facts.map(numberOf)).size).toBe(description.declarations));
});

describe('the summaries of a sample', () => {
  it('have one to six lines of whole dollars under known tariff numbers', () => {
    for (const { lines } of summaries) {
      expect(lines.length).toBeGreaterThanOrEqual(1);
      expect(lines.length).toBeLessThanOrEqual(6);
      for (const line of lines) {
        expect(isTariffNumber(line.htsusNumber)).toBe(true);
        expect(line.enteredValueCents % 100).toBe(0);
        expect(Math.min(line.enteredValueCents, line.quantityThousandths, line.dutyCents + 1)).toBeGreaterThan(0);
      }
    }
  });

  it('bound the processing fee by entry and fiscal year, and charge the harbor fee by vessel only', () => {
    for (const { lines, entryDate, entryType, modeOfTransport } of summaries) {
      const fees = lines.flatMap((line) => line.fees);
      const processing = feesOf(fees, '499');
      const [least, most] = fiscalYearOf(dayOf(entryDate)) === 2025 ? [32_71, 634_62] : [33_58, 651_50];
      if (processing > 0) expect(processing >= least && processing <= most && entryType === '01').toBe(true);
      expect(feesOf(fees, '501') > 0).toBe(['10', '11'].includes(modeOfTransport));
    }
  });

  it('are paid within ten working days of entry, where they are paid first', () => {
    const entryDates = new Map(summaries.map(({ entryNumber, entryDate }) => [entryNumber, dayOf(entryDate)]));
    const late = facts.filter((fact) => {
      if (fact.type !== 'DutyPaid' || !/-P1$/.test(fact.senderReference)) return false;
      const entryDay = entryDates.get(fact.entryNumber);
      return entryDay !== undefined && dayOf(fact.paidOn) > addWorkingDays(entryDay, 10);
    });
    // A first payment may also settle a correction, a cancellation or a liquidation.
    expect(late.length / description.payments).toBeLessThan(0.1);
  });
});

const feesOf = (fees: readonly { classCode: string; amountCents: number }[], classCode: string): number =>
  fees.filter((fee) => fee.classCode === classCode).reduce((sum, { amountCents }) => sum + amountCents, 0);

function numberOf(fact: SampleFact): string {
  if ('entryNumber' in fact) return fact.entryNumber;
  return 'itn' in fact ? fact.itn : fact.inBondNumber;
}

const fieldsOf = (fact: SampleFact, names: readonly string[]): string[] =>
  names.map((name) => (fact as Record<string, unknown>)[name]).filter((value) => typeof value === 'string');

const portsOf = (fact: SampleFact): string[] =>
  fieldsOf(fact, ['portOfEntry', 'portOfRelease', 'port', 'portOfExport', 'originPort', 'destinationPort']);

const businessDatesOf = (fact: SampleFact): string[] =>
  fieldsOf(fact, [
    'entryDate',
    'importDate',
    'releasedOn',
    'completedOn',
    'paidOn',
    'issuedOn',
    'liquidatedOn',
    'cancelledOn',
    'movedOn',
    'exportDate',
    'departedOn',
  ]);
