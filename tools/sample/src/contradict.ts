import type { SampleFact } from './fact.ts';
import type { Random } from './random.ts';

/** The same statement about the same thing, with other content: a conflict (docs/facts.md). */
export function contradict(fact: SampleFact, random: Random): SampleFact {
  switch (fact.type) {
    case 'EntrySummaryFiled':
    case 'EntrySummaryCorrected':
      return {
        ...fact,
        lines: withFirst(fact.lines, (line) => ({
          ...line,
          enteredValueCents: line.enteredValueCents + dollars(random),
        })),
      };
    case 'ExportFiled':
      return {
        ...fact,
        lines: withFirst(fact.lines, (line) => ({ ...line, valueCents: line.valueCents + dollars(random) })),
      };
    case 'DutyPaid':
    case 'BillIssued':
    case 'RefundIssued':
      return { ...fact, amounts: { ...fact.amounts, feesCents: fact.amounts.feesCents + dollars(random) } };
    case 'EntryLiquidated':
      return { ...fact, assessed: { ...fact.assessed, dutyCents: fact.assessed.dutyCents + dollars(random) } };
    default:
      // The others state no money: another moment is another content.
      return {
        ...fact,
        occurredAt: new Date(Date.parse(fact.occurredAt) + random.int(1, 3_600) * 1_000).toISOString(),
      };
  }
}

const withFirst = <T>(lines: readonly T[], change: (line: T) => T): T[] =>
  lines.map((line, index) => (index === 0 ? change(line) : line));

const dollars = (random: Random): number => random.int(1, 50) * 100;
