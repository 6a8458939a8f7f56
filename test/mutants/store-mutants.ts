import type { Mutant, NamedTest } from './mutant.ts';

const mongo = 'libs/mongo/src';
const adapters = 'services/account-consolidation/src/adapters';
const transaction = (name: string): NamedTest => ({
  file: `${mongo}/lane-transaction.int.spec.ts`,
  name: `the transaction of a lane ${name}`,
});
const store = (name: string): NamedTest => ({
  file: `${adapters}/mongo-account-store.int.spec.ts`,
  name: `an account store ${name}`,
});
const relay = (name: string): NamedTest => ({
  file: `${mongo}/relay.int.spec.ts`,
  name: `the relay of a lane ${name}`,
});

/** One transaction a batch, under the lane's condition; the relay behind it. */
export const storeMutants: readonly Mutant[] = [
  {
    name: 'condition-dropped',
    harm: 'Two consumers of one lane both write: facts count twice.',
    file: `${mongo}/lane-transaction.ts`,
    find: 'const condition = { _id: lane, nextOffset: position } as never;',
    replace: 'const condition = { _id: lane } as never;',
    test: transaction('writes nothing when the lane has moved on'),
  },
  {
    name: 'unmatched-condition-passed-over',
    harm: 'MongoDB undoes nothing for an update that matched nothing: a fenced batch is committed.',
    file: `${mongo}/lane-transaction.ts`,
    find: 'if (matchedCount === 0) {',
    replace: 'if (matchedCount < 0) {',
    test: transaction('writes nothing when the lane has moved on'),
  },
  {
    name: 'condition-last',
    harm: "A fenced batch meets its rival's documents first, and their refusal puts good facts into quarantine.",
    file: `${mongo}/lane-transaction.ts`,
    find: 'await moveLane(lanes, move, session);\n    await write(session);',
    replace: 'await write(session);\n    await moveLane(lanes, move, session);',
    test: transaction('asks for its condition first: what a fenced batch would write is not tried'),
  },
  {
    name: 'commit-before-write',
    harm: 'The lane has moved and the effects have not been written when the process dies: facts are lost.',
    file: `${mongo}/lane-transaction.ts`,
    find: 'await write(session);\n    await commit(session);',
    replace: 'await commit(session);\n    await write(session);',
    test: transaction('leaves the lane where it stood when a write fails, with nothing of what was written before'),
  },
  {
    name: 'session-of-owner-before-kept',
    harm: 'What a killed process left open holds the lane for up to 90 seconds.',
    file: `${mongo}/lane-sessions.ts`,
    find: '    if (before) await this.#kill(before.sessions);\n',
    replace: '',
    test: transaction('writes nothing once another owner has taken the lane'),
  },
  {
    name: 'cache-swapped-before-commit',
    harm: 'A batch that was not written is in memory as if it had been, and the next one is decided upon it.',
    file: `${adapters}/mongo-account-store.ts`,
    find: 'const writes = writesOf(batch, changes);\n',
    replace:
      'const writes = writesOf(batch, changes);\n    this.#caches.set(batch.lane, this.#swapped(cache, lane, changes));\n',
    test: store('goes on after a fence as if nothing had been'),
  },
  {
    name: 'quarantine-outside-transaction',
    harm: 'A fact is in quarantine though its batch was not written, and is refused as there already when it comes again.',
    file: `${adapters}/writes.ts`,
    find: "insert('quarantine', quarantineOf(lane, changes)),",
    replace: "(collections) => insert('quarantine', quarantineOf(lane, changes))(collections, undefined as never),",
    test: {
      file: `${adapters}/lane-takeover.int.spec.ts`,
      name: 'a lane that is taken over between the writes of a batch and its commit holds nothing of that batch, quarantine included, and the next owner writes it whole',
    },
  },
  {
    name: 'further-identity-pages-not-loaded',
    harm: 'Of a declaration with more than 64 facts the later ones are not known: sent again, they count again.',
    file: `${adapters}/mongo-account-store.ts`,
    find: 'return fromDocument(doc, await this.#readPages(further));',
    replace: 'return fromDocument(doc, further.map(() => Buffer.alloc(0)));',
    test: store('gives back what it was given, from memory and from the store'),
  },
  {
    name: 'pointer-before-acknowledgement',
    harm: 'What the broker did not take is never published.',
    file: `${mongo}/relay.ts`,
    find: `await publish(portion);
  await pointers.updateOne({ _id: lane, nextOffset: from }, { $set: { nextOffset: portion.to } });`,
    replace: `await pointers.updateOne({ _id: lane, nextOffset: from }, { $set: { nextOffset: portion.to } });
  await publish(portion);`,
    test: relay(
      'moves its pointer after the acknowledgement and not before, so a stretch that was not sent comes again',
    ),
  },
  {
    name: 'pointer-without-comparison',
    harm: 'A slow relay moves the pointer back, and the log is published again from there.',
    file: `${mongo}/relay.ts`,
    find: 'await pointers.updateOne({ _id: lane, nextOffset: from },',
    replace: 'await pointers.updateOne({ _id: lane },',
    test: relay('never moves its pointer back when a second relay was faster'),
  },
];
