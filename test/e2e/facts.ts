import { declarationOf } from '@landfall/customs';
import { encodeRecord, identify, transactionFactFromJson, type TransactionFact } from '@landfall/events';

/** A fact in its JSON form as ingest would make it. */
export function factOf(json: object): TransactionFact {
  const parsed = transactionFactFromJson({ source: 'port-2704', occurredAt: '2026-01-20T15:00:00Z', ...json });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return identify(parsed.fact);
}

/** ... and as it would publish it. */
export const recordOf = (fact: TransactionFact) => ({ key: declarationOf(fact), value: encodeRecord(fact) });

/** A summary of one line worth $50,000. */
export const summaryOf = (entryNumber: string, importerOfRecordNumber: string) =>
  recordOf(
    factOf({
      type: 'EntrySummaryFiled',
      senderReference: `S-${entryNumber}`,
      ...{ entryNumber, importerOfRecordNumber, entryType: '01', carrierCode: 'MAEU', portOfEntry: '2704' },
      ...{ entryDate: '2026-01-15', modeOfTransport: '11' },
      lines: [
        {
          ...{
            lineNumber: 1,
            htsusNumber: '8708305090',
            countryOfOrigin: 'JP',
            quantityThousandths: 400_000,
            unit: 'NO',
          },
          ...{ enteredValueCents: 5_000_000, dutyCents: 125_000, taxesCents: 0, fees: [] },
        },
      ],
    }),
  );
