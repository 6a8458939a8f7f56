import { describe, expect, it } from '@jest/globals';
import {
  isContainerNumber,
  isEntryNumber,
  isExporterNumber,
  isImporterNumber,
  isInBondNumber,
  isItn,
  isScac,
  isSource,
  isTariffNumber,
} from '@landfall/customs';
import { encodeRecord, identify, transactionFactFromJson } from '@landfall/events';
import { addWorkingDays, dayOf, fiscalYearOf, isWorkingDay } from './calendar.ts';
import { sampleCompanies } from './companies.ts';
import { describeSample } from './describe-sample.ts';
import type { SampleFact, SampleFactOf } from './fact.ts';
import { ports } from './reference/ports.ts';
import { sampleFacts } from './sample-facts.ts';

const facts = [...sampleFacts({ seed: 1, facts: 20_000 })];
const description = describeSample(facts);
const summaries = facts.filter(
  (fact): fact is SampleFactOf<'EntrySummaryFiled'> & SampleFact => fact.type === 'EntrySummaryFiled',
);

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
    expect(new Set(seen)).toEqual(
      new Set([...values, ...(type === 'BillIssued' || type === 'RefundIssued' ? ['OTHER'] : [])]),
    );
  });

  it('mixes declarations, and lets the first trader be the largest', () => {
    const first = [...sampleCompanies({ seed: 1 })][0]!;
    const own = summaries.filter(({ importerOfRecordNumber }) =>
      first.importerNumbers.includes(importerOfRecordNumber),
    );
    expect(own.length / summaries.length).toBeGreaterThan(0.15);
    expect(new Set(facts.slice(1_000, 1_100).map(numberOf)).size).toBeGreaterThan(80);
  });
});

describe('every fact of a sample', () => {
  it('is one that Landfall takes, of about 400 bytes as Avro', () => {
    const parsed = facts.slice(0, 5_000).map(transactionFactFromJson);
    expect(parsed.filter(({ ok }) => !ok)).toEqual([]);
    const sizes = parsed.flatMap((one) => (one.ok ? [encodeRecord(identify(one.fact)).length] : []));
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(330);
    expect(mean).toBeLessThan(450);
  });

  it('carries identifiers with their check digits, and ports that exist', () => {
    const known = new Set(ports.map(({ code }) => code));
    const good: Record<string, (text: string) => boolean> = {
      entryNumber: isEntryNumber,
      itn: isItn,
      inBondNumber: isInBondNumber,
      source: isSource,
      carrierCode: isScac,
      importerOfRecordNumber: isImporterNumber,
      exporterNumber: isExporterNumber,
      ...Object.fromEntries(portFields.map((field) => [field, (port: string) => known.has(port)])),
    };
    const bad = facts.filter((fact) =>
      Object.entries(good).some(([field, is]) => fieldsOf(fact, [field]).some((text) => !is(text))),
    );
    expect(bad).toEqual([]);
    expect(
      facts
        .flatMap((fact) => ('containerNumbers' in fact ? fact.containerNumbers : []))
        .filter((number) => !isContainerNumber(number)),
    ).toEqual([]);
  });

  it('happens on working days', () => {
    const off = facts.flatMap(businessDatesOf).filter((date) => !isWorkingDay(dayOf(date)));
    expect(off).toEqual([]);
  });

  it('has a number of its own for each declaration', () =>
    expect(new Set(facts.map(numberOf)).size).toBe(description.declarations));
});

describe('the payments of a sample', () => {
  const payments = facts.filter((fact) => fact.type === 'DutyPaid') as (SampleFactOf<'DutyPaid'> & SampleFact)[];
  const byDebit = payments.filter(({ method }) => method === 'ACH_DEBIT');

  it('name the payer of some ACH debits, and of nothing else', () => {
    const named = payments.filter(({ payerUnitNumber }) => payerUnitNumber !== null);
    expect(named.filter(({ method }) => method !== 'ACH_DEBIT')).toEqual([]);
    expect(named.filter(({ payerUnitNumber }) => !/^\d{6}$/.test(payerUnitNumber!))).toEqual([]);
    expect(named.length / byDebit.length).toBeGreaterThan(0.2);
    expect(named.length / byDebit.length).toBeLessThan(0.9);
  });
});

describe('the summaries of a sample', () => {
  it('have one to six lines of whole dollars under tariff numbers', () => {
    expect(new Set(summaries.map(({ lines }) => lines.length))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    const bad = summaries
      .flatMap(({ lines }) => lines)
      .filter(
        ({ htsusNumber, enteredValueCents, quantityThousandths, dutyCents }) =>
          !isTariffNumber(htsusNumber) ||
          enteredValueCents % 100 !== 0 ||
          enteredValueCents <= 0 ||
          quantityThousandths <= 0 ||
          dutyCents < 0,
      );
    expect(bad).toEqual([]);
  });

  it('bound the processing fee by entry and fiscal year, and charge the harbor fee by vessel only', () => {
    const outOfBounds = summaries.filter(({ lines, entryDate, entryType }) => {
      const fee = feesOf(lines, '499');
      const [least, most] = fiscalYearOf(dayOf(entryDate)) === 2025 ? [32_71, 634_62] : [33_58, 651_50];
      return fee !== 0 && (fee < least || fee > most || entryType !== '01');
    });
    expect(outOfBounds).toEqual([]);
    expect(summaries.some(({ lines }) => feesOf(lines, '499') === 634_62)).toBe(true);
    const byVessel = ({ modeOfTransport }: { modeOfTransport: string }): boolean =>
      ['10', '11'].includes(modeOfTransport);
    expect(summaries.filter((summary) => feesOf(summary.lines, '501') > 0 !== byVessel(summary))).toEqual([]);
  });

  it('are deposited within ten working days of entry', () => {
    const usual = [...sampleFacts({ seed: 2, facts: 4_000 })];
    const entryDates = new Map(
      usual.flatMap((fact) =>
        fact.type === 'EntrySummaryFiled' ? [[fact.entryNumber, dayOf(fact.entryDate)] as const] : [],
      ),
    );
    const settledLater = new Set(usual.flatMap((fact) => (laterCharges.has(fact.type) ? [numberOf(fact)] : [])));
    const deposits = usual.flatMap((fact) =>
      fact.type === 'DutyPaid' && !settledLater.has(fact.entryNumber) ? [fact] : [],
    );
    expect(deposits.length).toBeGreaterThan(200);
    const late = deposits.filter(
      ({ entryNumber, paidOn }) =>
        dayOf(paidOn) > addWorkingDays(entryDates.get(entryNumber) ?? dayOf('2027-01-04'), 10),
    );
    expect(late).toEqual([]);
  });
});

/** What may be followed by a payment long after entry. */
const laterCharges: ReadonlySet<string> = new Set([
  'EntrySummaryCorrected',
  'EntryLiquidated',
  'BillIssued',
  'EntryCancelled',
]);

const feesOf = (
  lines: readonly { fees: readonly { classCode: string; amountCents: number }[] }[],
  classCode: string,
): number =>
  lines
    .flatMap(({ fees }) => fees)
    .filter((fee) => fee.classCode === classCode)
    .reduce((sum, { amountCents }) => sum + amountCents, 0);

function numberOf(fact: SampleFact): string {
  if ('entryNumber' in fact) return fact.entryNumber;
  return 'itn' in fact ? fact.itn : fact.inBondNumber;
}

const fieldsOf = (fact: SampleFact, names: readonly string[]): string[] =>
  names.map((name) => (fact as Record<string, unknown>)[name]).filter((value) => typeof value === 'string');

const portFields = ['portOfEntry', 'portOfRelease', 'port', 'portOfExport', 'originPort', 'destinationPort'];

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
