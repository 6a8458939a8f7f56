import type { EntryLine, Fee } from '@landfall/events';
import type { Content } from '../declaration.ts';
import { addCells, addTo, cell, type Cell, type Cells } from '../measures.ts';
import type { Kind, SubAccounts } from './kind.ts';

type Summary = Parameters<Kind<'EntrySummaryFiled'>['keep']>[0] | Parameters<Kind<'EntrySummaryCorrected'>['keep']>[0];

/** A filed and a corrected summary are the same statement in two versions. */
export const entrySummary = {
  keep(fact: Summary, subAccounts: SubAccounts): Content {
    const lines: Cells = {};
    const amounts = cell({ entryCount: 1, feesOwed: sumOfFees(fact.headerFees) });
    for (const line of fact.lines) {
      const amount = amountsOf(line);
      addTo(amounts, amount);
      addCells(lines, {
        [`chapter:${line.htsusNumber.slice(0, 2)}`]: amount,
        [`country:${line.countryOfOrigin}`]: amount,
      });
    }
    return {
      date: fact.entryDate,
      port: fact.portOfEntry,
      principal: subAccounts.importer(fact.importerOfRecordNumber),
      ...(fact.carrierCode !== null && { carrier: subAccounts.carrier(fact.carrierCode) }),
      amounts,
      lines,
    };
  },
  forBroker: ({ amounts }: Content): Cell => cell({ entryCount: 1, enteredValue: amounts.enteredValue ?? 0 }),
  forCarrier: (): Cell => ({ entryCount: 1 }),
} satisfies Kind<'EntrySummaryFiled'> & Kind<'EntrySummaryCorrected'>;

const amountsOf = (line: EntryLine): Cell =>
  cell({
    enteredValue: line.enteredValueCents,
    dutyOwed: line.dutyCents,
    feesOwed: sumOfFees(line.fees),
    taxesOwed: line.taxesCents,
  });

const sumOfFees = (fees: readonly Fee[]): number => fees.reduce((sum, fee) => sum + fee.amountCents, 0);
