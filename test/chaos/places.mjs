// @ts-check
// Where a process can be made to die: named moments in the life of a batch, each in front of a statement or two of one module.
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** The module of each moment and the statements before which the process dies. Plain calls, so that they read the same when compiled. */
export const places = /** @type {const} */ ({
  // Decided, nothing written.
  'before-transaction': {
    module: 'services/account-consolidation/src/adapters/mongo-account-store.ts',
    statements: ['await inLaneTransaction('],
  },
  // The lane was moved, its effects are written or not, nothing is committed: the transaction stays open at the server.
  'inside-transaction': {
    module: 'libs/mongo/src/lane-transaction.ts',
    statements: ['await write(session);', 'await commit(session);'],
  },
  // Committed, and the process never learns what it had made of it: the cache is not swapped.
  'after-commit': {
    module: 'services/account-consolidation/src/adapters/mongo-account-store.ts',
    statements: ['this.#caches.set(batch.lane, '],
  },
  // The store is ahead of what the group knows.
  'before-kafka-commit': {
    module: 'libs/messaging/src/group-offsets.ts',
    statements: ['await this.#consumer.commitOffsets('],
  },
  // Nothing of it was published.
  'before-publish': { module: 'libs/mongo/src/relay.ts', statements: ['await publish(portion);'] },
  // Published, and the pointer not moved: the next relay publishes it once more.
  'before-relay-pointer': { module: 'libs/mongo/src/relay.ts', statements: ['await pointers.updateOne('] },
});

/** @typedef {keyof typeof places} Phase */

export const phases = /** @type {readonly Phase[]} */ (Object.keys(places));

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
