// @ts-check
// Makes a service die at an exact moment, without a word of it in the service: loaded after the hook that compiles TypeScript,
//   node --import source-hook.mjs --import loader.mjs …
// with LANDFALL_CHAOS_KILL=PHASE:COUNT it kills the process, as a power cut would, the COUNT-th time that it comes to PHASE.
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { lastWords, moduleOf, places, withCalls } from './places.mjs';

const [phase, count] = (process.env.LANDFALL_CHAOS_KILL ?? '').split(':');
if (!isPhase(phase) || !(Number(count) >= 1)) throw new Error('chaos: LANDFALL_CHAOS_KILL must be PHASE:COUNT.');

const here = Symbol.for('landfall.chaos.here');
let left = Number(count);
Object.assign(globalThis, { [here]: () => --left === 0 && die(phase) });

const module = moduleOf(phase);
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (url !== module) return loaded;
    const call = 'globalThis[Symbol.for("landfall.chaos.here")]();';
    return { ...loaded, source: withCalls(String(loaded.source), places[phase].statements, call, url) };
  },
});

/** @param {string | undefined} name @returns {name is import('./places.mjs').Phase} */
function isPhase(name) {
  return name !== undefined && Object.hasOwn(places, name);
}

/** @param {import('./places.mjs').Phase} at */
function die(at) {
  writeSync(2, `${lastWords(at)}\n`);
  process.kill(process.pid, 'SIGKILL');
}
