import { describe, expect, it } from '@jest/globals';
import { describeSample } from './describe-sample.ts';
import type { SampleFact, SampleFactOf } from './fact.ts';

const head = { occurredAt: '2025-08-04T15:00:00.000Z', source: 'port-2704', senderReference: 'R1' };

const summary = (version: number, importer: string): SampleFact =>
  ({
    type: version === 1 ? 'EntrySummaryFiled' : 'EntrySummaryCorrected',
    ...head,
    versionNumber: version,
    entryNumber: 'ABC12345676',
    importerOfRecordNumber: importer,
  }) as unknown as SampleFact;

const payment = (dutyCents: number): SampleFact =>
  ({
    type: 'DutyPaid',
    ...head,
    entryNumber: 'ABC12345676',
    amounts: { dutyCents },
  }) as unknown as SampleFactOf<'DutyPaid'> & SampleFact;

describe('the description of a sample', () => {
  it('counts repetitions, contradictions and versions', () => {
    const described = describeSample([summary(1, 'A'), summary(1, 'A'), summary(1, 'B'), summary(2, 'B')]);
    expect(described).toMatchObject({
      facts: 4,
      declarations: 1,
      duplicates: 1,
      conflicts: 1,
      corrections: 1,
      mostVersions: 2,
    });
  });

  it('counts payments before their summary once, and not those after it', () => {
    expect(describeSample([payment(1), payment(1), summary(1, 'A')])).toMatchObject({
      payments: 1,
      paymentsBeforeSummary: 1,
    });
    expect(describeSample([summary(1, 'A'), payment(1)])).toMatchObject({ payments: 1, paymentsBeforeSummary: 0 });
  });

  it('counts changes of the importer by version, also when they arrive the other way round', () => {
    expect(describeSample([summary(2, 'B'), payment(1), summary(1, 'A')])).toMatchObject({
      importerChanges: 1,
      importerChangesAfterPayment: 0,
      overtaken: 1,
    });
    expect(describeSample([summary(1, 'A'), payment(1), summary(2, 'B')])).toMatchObject({
      importerChanges: 1,
      importerChangesAfterPayment: 1,
      overtaken: 0,
    });
  });
});
