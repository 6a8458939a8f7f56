// @ts-check
// Where a process can be made to die: named moments in the life of a batch, each in front of a statement or two of one module.
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** The service of each moment, the module, and the statements before which the process dies. Plain calls, so that they read the same when compiled. */
export const places = /** @type {const} */ ({
  // Decided, nothing written.
  'before-transaction': {
    service: 'account-consolidation',
    module: 'services/account-consolidation/src/adapters/mongo-account-store.ts',
    statements: ['await inLaneTransaction('],
  },
  // The lane was moved, its effects are written or not, nothing is committed: the transaction stays open at the server.
  'inside-transaction': {
    service: 'account-consolidation',
    module: 'libs/mongo/src/lane-transaction.ts',
    statements: ['await write(session);', 'await commit(session);'],
  },
  // Committed, and the process never learns what it had made of it: the cache is not swapped.
  'after-commit': {
    service: 'account-consolidation',
    module: 'services/account-consolidation/src/adapters/mongo-account-store.ts',
    statements: ['this.#caches.set(batch.lane, '],
  },
  // The store is ahead of what the group knows.
  'before-kafka-commit': {
    service: 'account-consolidation',
    module: 'libs/messaging/src/group-offsets.ts',
    statements: ['await this.#consumer.commitOffsets('],
  },
  // Nothing of it was published.
  'before-publish': {
    service: 'account-consolidation',
    module: 'libs/mongo/src/relay.ts',
    statements: ['await publish(portion);'],
  },
  // Published, and the pointer not moved: the next relay publishes it once more.
  'before-relay-pointer': {
    service: 'account-consolidation',
    module: 'libs/mongo/src/relay.ts',
    statements: ['await pointers.updateOne('],
  },
  // Judged, and not in the log: who sent it gets no answer.
  'ingest-before-publish': {
    service: 'ingest',
    module: 'services/ingest/src/adapters/kafka-fact-publisher.ts',
    statements: ['return within('],
  },
  // In the log, without a receipt: who sent it gets no answer and sends it again.
  'ingest-before-receipts': {
    service: 'ingest',
    module: 'services/ingest/src/handlers/receive-submission.ts',
    statements: ['await submissions.append('],
  },
  // Taken over from the inbound topic, and the lane not moved: its successor takes it over once more.
  'ingest-before-position': {
    service: 'ingest',
    module: 'services/ingest/src/adapters/mongo-inbound-store.ts',
    statements: ['await inLaneTransaction('],
  },
  // The inbound lane was moved, and not committed.
  'ingest-inside-transaction': {
    service: 'ingest',
    module: 'libs/mongo/src/lane-transaction.ts',
    statements: ['await commit(session);'],
  },
});

/** @typedef {keyof typeof places} Phase */
/** @typedef {(typeof places)[Phase]['service']} Service */

export const phases = /** @type {readonly Phase[]} */ (Object.keys(places));

/** @param {Service} service */
export const phasesOf = (service) => phases.filter((phase) => places[phase].service === service);

/**
 * The URL of a phase's module. Looks into its source at once: a module that was moved is never loaded, and nobody would die.
 * @param {Phase} phase
 */
export function moduleOf(phase) {
  const { module, statements } = places[phase];
  const url = new URL(module, root);
  withCalls(readFileSync(url, 'utf8'), statements, '', module);
  return url.href;
}

/**
 * The code with a call in front of each statement.
 * @param {string} code
 * @param {readonly string[]} statements
 * @param {string} call
 * @param {string} name how the error calls the module
 */
export const withCalls = (code, statements, call, name) =>
  statements.reduce((whole, statement) => withCall(whole, statement, call, name), code);

/**
 * The code with a call in front of the one place where the statement begins.
 * @param {string} code
 * @param {string} statement
 * @param {string} call
 * @param {string} name how the error calls the module
 */
function withCall(code, statement, call, name) {
  const [before, after, ...more] = code.split(statement);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`chaos: ${name} must have ${JSON.stringify(statement)} exactly once; adapt test/chaos/places.mjs.`);
  return before + call + statement + after;
}

/** @param {Phase} phase */
export const lastWords = (phase) => `chaos: killed ${phase}`;
