import { parseArgs } from 'node:util';
import { announceTestServers, MongoSet, startBroker } from '@landfall/testing';
import { lineOf, runSeed, type Outcome } from './run-seed.ts';
import { ServersUnderFire } from './servers-under-fire.ts';
import { shortfalls, totalsOf } from './totals.ts';

/** Problems shown of a seed: one cause may have thousands of effects. */
const SHOWN = 20;

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '3' }, from: { type: 'string', default: '1' } },
});
const seeds = whole('seeds', values.seeds);
const from = whole('from', values.from);

console.error('starting the servers');
const [broker, database] = await Promise.all([startBroker(), MongoSet.start({ members: 1, cacheGb: 1 })]);
announceTestServers({ brokers: broker.address, mongodbUri: database.uri });
const servers = new ServersUnderFire({ kafka: broker, mongodb: database.members[0]! });
const outcomes: Outcome[] = [];
try {
  for (let seed = from; seed < from + seeds; seed++) outcomes.push(await shown(seed));
} finally {
  await Promise.all([broker.close(), database.close()]);
}
conclude();

/** Runs a seed and prints its line, with the command that repeats it when it failed. */
async function shown(seed: number): Promise<Outcome> {
  const place = `seed ${seed} (${seed - from + 1} of ${seeds})`;
  const outcome = await runSeed(seed, servers, (step) => console.error(`${place}: ${step}`));
  console.log(lineOf(outcome));
  for (const problem of outcome.problems.slice(0, SHOWN)) console.log(`  ${problem}`);
  if (outcome.problems.length > SHOWN) console.log(`  … and ${outcome.problems.length - SHOWN} more`);
  if (outcome.problems.length > 0) console.log(`  repeat it with: npm run chaos -- --seeds 1 --from ${seed}`);
  return outcome;
}

function conclude(): void {
  const totals = totalsOf(outcomes.flatMap(({ killed }) => killed));
  const failed = outcomes.filter(({ problems }) => problems.length > 0).map(({ seed }) => seed);
  const short = shortfalls(totals, seeds);
  console.log(`kills: ${[...totals].map(([phase, kills]) => `${phase} ${kills}`).join(', ')}`);
  for (const shortfall of short) console.log(shortfall);
  console.log(
    failed.length === 0
      ? `${seeds} seeds, all equal`
      : `${failed.length} of ${seeds} seeds failed: ${failed.join(', ')}`,
  );
  process.exitCode = failed.length + short.length > 0 ? 1 : 0;
}

function whole(name: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  console.error(`--${name} takes a whole number from 1 on, not ${text}`);
  process.exit(1);
}
