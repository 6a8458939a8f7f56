import type { Feed } from './feed.ts';
import { dies, lives } from './lives.ts';
import type { Phase } from './places.mjs';
import { failingWith, playRounds } from './rounds.ts';
import type { IngestFate, Schedule } from './schedule.ts';
import type { ServersUnderFire } from './servers-under-fire.ts';
import type { Stack } from './stack.ts';

const DRAINED_WITHIN_MS = 180_000;

/** Where replicas died, what the servers went through, and how long those that followed took for the rest. */
export type Played = {
  readonly killed: readonly Phase[];
  readonly serverFaults: readonly string[];
  readonly drainSeconds: number;
};

export type Scene = {
  readonly stack: Stack;
  readonly feed: Feed;
  readonly servers: ServersUnderFire;
  readonly schedule: Schedule;
};

/** Plays a schedule upon a stack and lets replicas that nobody disturbs drain what is left. */
export async function play({ stack, feed, servers, schedule }: Scene, say: (step: string) => void): Promise<Played> {
  const faultsOver = new AbortController();
  const over = new AbortController();
  feed.before();
  const feeding = feed.during(faultsOver.signal);
  const neighbour = lives(() => stack.ingest(0), schedule.ingest.neighbourDiesAfterMs, over.signal);
  try {
    const faults = Promise.all([
      playRounds(stack, schedule.rounds, say),
      playIngest(stack, schedule.ingest),
      servers.suffer(schedule.serverFaults),
    ]);
    const [rounds, ingest] = await failingWith(faults, [feeding, neighbour]);
    faultsOver.abort();
    await feeding;
    say('taking over the rest');
    await failingWith(takeOver(stack, feed, over), [neighbour]);
    say('draining');
    const group = String(schedule.lastGroup === 'same' ? rounds.group : rounds.group + 1);
    return {
      killed: [...rounds.killed, ...ingest],
      serverFaults: schedule.serverFaults.map(({ server, fault }) => `${server} ${fault}`),
      drainSeconds: await drain(stack, group),
    };
  } finally {
    faultsOver.abort();
    over.abort();
  }
}

/** One replica at the second place after the other, each armed for another place. */
async function playIngest(stack: Stack, { victims }: IngestFate): Promise<Phase[]> {
  const killed: Phase[] = [];
  for (const victim of victims) if (await dies(() => stack.ingest(1, victim), victim)) killed.push(victim.phase);
  return killed;
}

/** Two replicas of ingest answer for everything that was not answered for yet. */
async function takeOver(stack: Stack, feed: Feed, over: AbortController): Promise<void> {
  const second = await stack.ingest(1);
  await failingWith(
    feed.rest().then(() => stack.takenOver(DRAINED_WITHIN_MS)),
    [rejecting(second.failed)],
  );
  over.abort();
  await second.stop('SIGTERM');
}

/** Two replicas of account-consolidation, unarmed. Answers how many seconds they took. */
async function drain(stack: Stack, group: string): Promise<number> {
  const started = performance.now();
  const survivors = await Promise.all([stack.consolidation(group), stack.consolidation(group)]);
  await failingWith(
    stack.disturbed.drained(DRAINED_WITHIN_MS),
    survivors.map(({ failed }) => rejecting(failed)),
  );
  await Promise.all(survivors.map((survivor) => survivor.stop('SIGTERM')));
  return (performance.now() - started) / 1_000;
}

const rejecting = (failed: Promise<Error>): Promise<never> => failed.then((error) => Promise.reject(error));
