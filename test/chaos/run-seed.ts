import { Stage, type Consolidation } from '../e2e/stage.ts';
import { Feed } from './feed.ts';
import { IngestClient } from './ingest-client.ts';
import { compareIntake, compareOutcome, undisturbedRun } from './intake.ts';
import { phases } from './places.mjs';
import { play, type Played } from './play.ts';
import { comparePublished } from './published.ts';
import { scheduleOf } from './schedule.ts';
import type { ServersUnderFire } from './servers-under-fire.ts';
import { Stack } from './stack.ts';
import { differences } from './verdict.ts';

/** How a seed went: well when there are no problems. */
export type Outcome = Played & {
  readonly seed: number;
  readonly seconds: number;
  /** Records in the topic, repeated deliveries included. */
  readonly records: number;
  /** Packs and outcomes that the relay has published more than once. */
  readonly repetitions: number;
  readonly problems: readonly string[];
};

/**
 * Plays a seed's schedule upon a stack of its own and compares: with an undisturbed replay of the same topic, and with an
 * undisturbed run of the same facts.
 */
export async function runSeed(seed: number, servers: ServersUnderFire, tell: (step: string) => void): Promise<Outcome> {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1_000;
  const say = (step: string) => tell(`${step} (${elapsed().toFixed(0)} s)`);
  const stack = new Stack();
  const elsewhere = new Stage();
  const found = await playAndCompare({ stack, elsewhere, servers, seed }, say).catch((error: Error) => ({
    ...nothing,
    problems: [error.stack ?? error.message],
  }));
  await elsewhere.close();
  const folder = await stack.close(found.problems.length > 0);
  const where = found.problems.length > 0 ? [`the replicas' logs are in ${folder}`] : [];
  return { ...found, seed, problems: [...found.problems, ...where], seconds: elapsed() };
}

type Found = Omit<Outcome, 'seed' | 'seconds'>;
const nothing: Found = { killed: [], serverFaults: [], drainSeconds: 0, records: 0, repetitions: 0, problems: [] };

type Places = {
  readonly stack: Stack;
  /** Topics of its own, for the undisturbed run. */
  readonly elsewhere: Stage;
  readonly servers: ServersUnderFire;
  readonly seed: number;
};

async function playAndCompare(
  { stack, elsewhere, servers, seed }: Places,
  say: (step: string) => void,
): Promise<Found> {
  await stack.open();
  await elsewhere.open();
  const schedule = scheduleOf(seed);
  const client = new IngestClient(stack.ingestPorts);
  const feed = new Feed(stack.producer, client, schedule);
  const played = await play({ stack, feed, servers, schedule }, say);
  const records = await stack.stage.published();
  say('reading what was published');
  // Before the replay, which publishes as well.
  const published = await comparePublished(stack.stage, stack.disturbed);
  const intake = await compareIntake(stack.stage, feed, client.receipts);
  say('replaying undisturbed');
  const [replay, run] = await Promise.all([replayOf(stack), undisturbedRun(elsewhere, feed.lines)]);
  say('comparing');
  const problems = [
    ...published.problems,
    ...intake.problems,
    ...(await differences(stack.stage, {
      disturbed: stack.disturbed,
      undisturbed: replay,
      unreadable: intake.unreadable,
    })),
    ...(await compareOutcome(stack.disturbed, run)),
  ];
  return { ...played, records, repetitions: published.repetitions, problems };
}

async function replayOf({ stage }: Stack): Promise<Consolidation> {
  const undisturbed = await stage.consolidation();
  await undisturbed.start();
  await undisturbed.drained();
  return undisturbed;
}

/** One line a seed, as people read it. */
export function lineOf(outcome: Outcome): string {
  const { seed, killed, serverFaults, drainSeconds, seconds, records, repetitions, problems } = outcome;
  const kills = phases.map((phase) => `${phase} ${killed.filter((at) => at === phase).length}`).join(', ');
  const verdict = problems.length === 0 ? 'equal' : 'NOT EQUAL';
  const times = `${seconds.toFixed(0)} s (${drainSeconds.toFixed(0)} s to drain the rest)`;
  const faults = serverFaults.join(', ');
  return `seed ${seed}: ${verdict} in ${times}, ${records} records, ${repetitions} published again; ${faults}; killed ${kills}`;
}
