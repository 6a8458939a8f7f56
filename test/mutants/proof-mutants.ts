import type { Mutant, NamedTest } from './mutant.ts';

const audit = 'libs/audit/src';
const chain = (name: string): NamedTest => ({ file: `${audit}/chain.spec.ts`, name });
const LAYOUT = chain('the chain hashes the documented layout');

/** What makes the log tamper-evident. */
export const proofMutants: readonly Mutant[] = [
  {
    name: 'chain-link-dropped',
    harm: 'An activity does not depend on the one before it: the past can be exchanged.',
    file: `${audit}/chain.ts`,
    find: '  previousHead.copy(layout, 1);\n',
    replace: '',
    test: LAYOUT,
  },
  {
    name: 'seq-not-hashed',
    harm: 'Activities can be numbered anew.',
    file: `${audit}/chain.ts`,
    find: '  writeSafeInteger(activity.seq, 33);\n',
    replace: '',
    test: LAYOUT,
  },
  {
    name: 'cause-not-hashed',
    harm: 'A reversal can be blamed on another fact.',
    file: `${audit}/chain.ts`,
    find: '  writeCoordinates(activity.cause, 42 + COORDINATES);\n',
    replace: '',
    test: LAYOUT,
  },
  {
    name: 'chain-not-named',
    harm: 'The chains of one node in two lanes can be exchanged for one another.',
    file: `${audit}/chain.ts`,
    find: '\\n${node}\\n${lane}`',
    replace: '\\n${node}`',
    test: chain('the chain names its chain in the first link'),
  },
  {
    name: 'key-length-not-digested',
    harm: 'Bytes can move from the key to the value of a fact without a trace.',
    file: `${audit}/fact-digest.ts`,
    find: '  bytes.writeUInt32BE(key.length, 0);\n',
    replace: '  bytes.writeUInt32BE(0, 0);\n',
    test: chain('a fact digest keeps the border between key and value'),
  },
];
