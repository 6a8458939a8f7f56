import type { Check, Finding } from './check.ts';
import type { FactFields } from './values.ts';

const MAX_LINES = 999;
const CITATION = 'CATAIR AE record 40; 15 CFR 30.6';

type Line = { readonly lineNumber: number };

const linesOf = (fact: FactFields): readonly Line[] | undefined => fact['lines'] as readonly Line[] | undefined;

export const lineChecks: readonly Check[] = [
  {
    code: 'LINE_COUNT',
    citation: CITATION,
    find(fact) {
      const count = linesOf(fact)?.length;
      if (count === undefined || (count >= 1 && count <= MAX_LINES)) return [];
      return [{ pointer: '/lines', reason: `A filing has 1 to ${MAX_LINES} lines; this one has ${count}.` }];
    },
  },
  {
    code: 'LINE_NUMBER_RANGE',
    citation: CITATION,
    find: (fact) =>
      findLines(
        fact,
        ({ lineNumber }) => lineNumber < 1 || lineNumber > MAX_LINES,
        () => `Lines are numbered from 1 to ${MAX_LINES}.`,
      ),
  },
  {
    code: 'LINE_NUMBER_REPEATED',
    citation: CITATION,
    find(fact) {
      const seen = new Set<number>();
      const isRepeated = ({ lineNumber }: Line): boolean => seen.size === seen.add(lineNumber).size;
      return findLines(
        fact,
        isRepeated,
        ({ lineNumber }) => `Line ${lineNumber} is there already; every line has its own number.`,
      );
    },
  },
];

const findLines = (fact: FactFields, isWrong: (line: Line) => boolean, reason: (line: Line) => string): Finding[] =>
  (linesOf(fact) ?? []).flatMap((line, index) =>
    isWrong(line) ? [{ pointer: `/lines/${index}/lineNumber`, reason: reason(line) }] : [],
  );
