import type { Mutant, NamedTest } from './mutant.ts';

const service = 'services/account-consolidation/src';
const version = 'libs/customs/src/facts/version';
const consolidation = (name: string): NamedTest => ({
  file: `${service}/handlers/on-port-transactions.spec.ts`,
  name: `consolidation ${name}`,
});
const ANY_ORDER = consolidation(
  'gives the same declarations and figures whatever the order, the repetitions and the lanes',
);

/** What a set of facts counts, whatever the order in which it arrives. */
export const figureMutants: readonly Mutant[] = [
  {
    name: 'duplicate-check-dropped',
    harm: 'A fact that is sent twice is in the log twice.',
    file: `${service}/domain/evolve.ts`,
    find: "  if (firstOffset !== undefined) return { verdict: 'duplicate', firstOffset };\n",
    replace: '',
    test: consolidation('takes a fact that is sent again for a duplicate: it is in the log once'),
  },
  {
    name: 'reversal-dropped',
    harm: 'A corrected summary counts beside the one that it supersedes.',
    file: `${service}/domain/postings.ts`,
    find: '    reversed.push(...postingsOfFact(fact, aboutBefore));\n',
    replace: '',
    test: ANY_ORDER,
  },
  {
    name: 'moved-money-not-reversed',
    harm: 'When the principal becomes known, a payment counts for it and stays in unattributed.',
    file: `${service}/domain/postings.ts`,
    find: '  reversed.push(...before.filter((posting) => !after.some(same(posting))));\n',
    replace: '',
    test: {
      file: `${service}/domain/postings.spec.ts`,
      name: 'the difference between two states leads from the postings of one to those of the other, and moves nothing that stays',
    },
  },
  {
    name: 'last-to-arrive-wins',
    harm: 'Figures depend on which of two versions arrived last.',
    file: `${service}/domain/evolve.ts`,
    find: 'return outranks(fact, current) ? counting.with(index, fact) : counting;',
    replace: 'return counting.with(index, fact);',
    test: ANY_ORDER,
  },
  {
    name: 'conflict-rule-inverted',
    harm: 'Of two facts in conflict another one counts than docs/facts.md says, so no sender can recompute it.',
    file: `${version}.ts`,
    find: '|| compareText(a.eventId, b.eventId)',
    replace: '|| compareText(b.eventId, a.eventId)',
    test: { file: `${version}.spec.ts`, name: 'the order of versions breaks a tie by the event id' },
  },
  {
    name: 'liquidation-in-full',
    harm: 'A liquidated entry owes the estimate and the assessment.',
    file: `${service}/domain/facts/entry-liquidated.ts`,
    find: '    if (about.summary) addTo(change, estimateOf(about.summary.content.amounts), -1);\n',
    replace: '',
    test: {
      file: `${service}/domain/facts/entry-liquidated.spec.ts`,
      name: "a liquidation contributes what was assessed less the summary's estimate, and the interest whole",
    },
  },
  {
    name: 'bytes-in-every-activity',
    harm: 'The bytes of a fact stand beside each of its parties, also where they must not be seen.',
    file: `${service}/domain/consolidate.ts`,
    find: '      if (own) original = null;\n',
    replace: '',
    test: consolidation('carries the bytes of every fact exactly once'),
  },
];
