import { setTimeout as sleep } from 'node:timers/promises';
import type { Replica } from './replica.ts';
import type { Guest, Victim } from './schedule.ts';

const DEATH_WITHIN_MS = 45_000;
/** As often a process is started again that could not start, since a server was away: what Kubernetes does. */
const STARTS = 20;
const START_PAUSE_MS = 500;
/** What a zombie gets to show that it writes nothing. */
const AWAKE_MS = 2_000;
const FOR_EVER_MS = 2 ** 31 - 1;

type Start = () => Promise<Replica>;

/** Starts a victim and waits for its death; false where it had no occasion for it. */
export async function dies(start: Start, victim: Victim): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const end = await (await start()).died(victim, DEATH_WITHIN_MS);
    if (end !== 'not started') return end === 'killed';
    if (attempt === STARTS) throw new Error(`A victim of ${victim.phase} did not start in ${STARTS} attempts.`);
    await sleep(START_PAUSE_MS);
  }
}

/** Keeps one process running until told to end, through one death of its own at any moment. Throws when it fails once it was ready. */
export async function lives(start: Start, diesAfterMs: number, signal: AbortSignal): Promise<void> {
  for (let diesIn = diesAfterMs; !signal.aborted; ) {
    const replica = await start();
    const failure = await Promise.race([replica.failed, pause(diesIn, signal)]);
    if (failure && replica.ready()) throw failure;
    if (failure) await pause(START_PAUSE_MS, signal);
    else {
      await replica.stop(signal.aborted ? 'SIGTERM' : 'SIGKILL');
      diesIn = FOR_EVER_MS;
    }
  }
}

/** A member that comes and goes. One that could not start, since a server was away, has not come. */
export async function visits(start: Start, { comesAfterMs, staysMs, leaves }: Guest, sessionMs: number): Promise<void> {
  await sleep(comesAfterMs);
  const replica = await start();
  const failure = await Promise.race([replica.failed, sleep(staysMs)]);
  if (failure && replica.ready()) throw failure;
  if (failure) return;
  if (leaves === 'frozen') {
    // Longer than its session: the group has given its lanes to others when it wakes.
    await replica.freeze(sessionMs + AWAKE_MS);
    await sleep(AWAKE_MS);
  }
  await replica.stop(leaves === 'frozen' ? 'SIGKILL' : leaves);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<undefined> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
