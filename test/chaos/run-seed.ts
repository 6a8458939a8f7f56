import { phases } from './places.mjs';
import { play, type Played } from './play.ts';
import { comparePublished } from './published.ts';
import { scheduleOf } from './schedule.ts';
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

/** Plays a seed's schedule upon a stack of its own and compares with an undisturbed replay of the same topic. */
export async function runSeed(seed: number, tell: (step: string) => void): Promise<Outcome> {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1_000;
  const say = (step: string) => tell(`${step} (${elapsed().toFixed(0)} s)`);
  const stack = new Stack();
  let played: Played = { killed: [], drainSeconds: 0 };
  let records = 0;
  let repetitions = 0;
  const problems: string[] = [];
  try {
    await stack.open();
    played = await play(stack, scheduleOf(seed), say);
    records = await stack.stage.published();
    say('reading what was published');
    // Before the replay, which publishes as well.
    const published = await comparePublished(stack.stage, stack.disturbed);
    repetitions = published.repetitions;
    problems.push(...published.problems);
    say('replaying undisturbed');
    const undisturbed = await stack.stage.consolidation();
    await undisturbed.start();
    await undisturbed.drained();
    say('comparing');
    problems.push(...(await differences(stack.stage, stack.disturbed, undisturbed)));
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  const folder = await stack.close(problems.length > 0);
  if (problems.length > 0) problems.push(`the replicas' logs are in ${folder}`);
  return { seed, ...played, records, repetitions, problems, seconds: elapsed() };
}

/** One line a seed, as people read it. */
export function lineOf({ seed, killed, drainSeconds, seconds, records, repetitions, problems }: Outcome): string {
  const kills = phases.map((phase) => `${phase} ${killed.filter((at) => at === phase).length}`).join(', ');
  const verdict = problems.length === 0 ? 'equal' : 'NOT EQUAL';
  const times = `${seconds.toFixed(0)} s (${drainSeconds.toFixed(0)} s to drain the rest)`;
  return `seed ${seed}: ${verdict} in ${times}, ${records} records, ${repetitions} published again; killed ${kills}`;
}
