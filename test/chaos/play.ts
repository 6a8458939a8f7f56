import { setTimeout as sleep } from 'node:timers/promises';
import { Feed } from './feed.ts';
import type { Phase } from './places.mjs';
import type { Guest, Round, Schedule } from './schedule.ts';
import type { Stack } from './stack.ts';

const DEATH_WITHIN_MS = 60_000;
/** MongoDB keeps what a dead process has left open for a minute, and writers wait for up to half a minute between tries. */
const DRAINED_WITHIN_MS = 180_000;

/** Where replicas died, and how long those that followed took for the rest. */
export type Played = { readonly killed: readonly Phase[]; readonly drainSeconds: number };

/** Plays a schedule upon a stack and lets two replicas that nobody disturbs drain what is left. */
export async function play(stack: Stack, schedule: Schedule, say: (step: string) => void): Promise<Played> {
  const feed = new Feed(stack.producer, schedule);
  await feed.before();
  const killed: Phase[] = [];
  const guests: Promise<void>[] = [];
  let group = 1;
  for (const [at, round] of schedule.rounds.entries()) {
    if (round.group === 'another') group++;
    say(`round ${at + 1} of ${schedule.rounds.length}: ${round.victims.map(({ phase }) => phase).join(' and ')}`);
    const playing = playRound(stack, round, feed, String(group));
    if (round.guest) guests.push(playGuest(stack, round.guest, String(group)));
    killed.push(...(await failingWith(playing, guests)));
  }
  await feed.rest();
  await Promise.all(guests);
  say('draining');
  const started = performance.now();
  await drain(stack, String(schedule.lastGroup === 'same' ? group : group + 1));
  return { killed, drainSeconds: (performance.now() - started) / 1_000 };
}

/** A guest may stay beyond its round; where one fails, nobody waits for the others. */
function failingWith<T>(playing: Promise<T>, guests: readonly Promise<void>[]): Promise<T> {
  const failures = guests.map((guest) => guest.then(() => playing));
  return Promise.race([playing, ...failures]);
}

async function playRound(stack: Stack, { victims }: Round, feed: Feed, group: string): Promise<Phase[]> {
  const over = new AbortController();
  const feeding = feed.during(over.signal);
  feeding.catch(() => undefined);
  try {
    const died = await Promise.all(
      victims.map(async (victim) => (await stack.replica(group, victim)).died(victim, DEATH_WITHIN_MS)),
    );
    return victims.filter((_, at) => died[at]).map(({ phase }) => phase);
  } finally {
    over.abort();
    await feeding;
  }
}

async function playGuest(stack: Stack, guest: Guest, group: string): Promise<void> {
  await sleep(guest.comesAfterMs);
  const replica = await stack.replica(guest.group === 'same' ? group : `${group}-guest`);
  const failure = await Promise.race([replica.failed, sleep(guest.staysMs)]);
  if (failure) throw failure;
  await replica.stop(guest.leaves);
}

/** Two replicas, unarmed. */
async function drain(stack: Stack, group: string): Promise<void> {
  const survivors = await Promise.all([stack.replica(group), stack.replica(group)]);
  const failure = Promise.race(survivors.map(({ failed }) => failed)).then((error) => Promise.reject(error));
  await Promise.race([stack.disturbed.drained(DRAINED_WITHIN_MS), failure]);
  await Promise.all(survivors.map((survivor) => survivor.stop('SIGTERM')));
}
