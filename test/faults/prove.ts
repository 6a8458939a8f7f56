import { expect } from '@jest/globals';
import { eventually, type StartedService } from '@landfall/testing';
import { comparePublished } from '../chaos/published.ts';
import { fingerprint } from '../e2e/fingerprint.ts';
import type { Consolidation, Stage } from '../e2e/stage.ts';
import { tell } from './tell.ts';

/** Per lane, by the broker and the stores alone: consumed = applied + duplicates + conflicts + quarantined. */
export async function countsAddUp(stage: Stage, { collections }: Consolidation): Promise<void> {
  const lanes = await stage.counts(collections);
  for (const { lane, consumed, applied, duplicates, conflicts, quarantined } of lanes)
    expect({ lane, accounted: applied + duplicates + conflicts + quarantined, quarantined }).toEqual({
      lane,
      accounted: consumed,
      quarantined: 0,
    });
}

/** An undisturbed replay of the same topic gives the same state, hashes included. */
export async function equalsItsReplay(stage: Stage, disturbed: Consolidation): Promise<void> {
  const startedAt = performance.now();
  const undisturbed = await stage.consolidation();
  const replay = await undisturbed.start();
  await undisturbed.drained();
  await replay.stop();
  expect(await fingerprint(disturbed.collections)).toEqual(await fingerprint(undisturbed.collections));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  tell(`${await stage.published()} facts replayed, and found equal, in ${seconds} s`);
}

/**
 * Nothing is lost and nothing counts twice: the lanes add up, what was published is the log in the store, and a replay gives
 * the same. Only for a stage's first consolidation: others publish into the same topics. Answers how often the relay has
 * repeated itself.
 */
export async function nothingIsLostOrTwice(stage: Stage, disturbed: Consolidation): Promise<number> {
  await countsAddUp(stage, disturbed);
  const { problems, repetitions } = await comparePublished(stage, disturbed);
  expect(problems).toEqual([]);
  await equalsItsReplay(stage, disturbed);
  return repetitions;
}

/** Waits until something more was written, however long the store itself is away. */
export async function goesOn(consolidation: Consolidation, withinMs: number): Promise<void> {
  const patience = { timeoutMs: withinMs, everyMs: 20 };
  const from = await eventually(() => consolidation.written(), patience);
  await eventually(async () => expect(await consolidation.written()).toBeGreaterThan(from), patience);
}

/** Waits for a moment at which something was written and there is more to write: the middle of a drain. */
export async function inMidDrain(stage: Stage, consolidation: Consolidation): Promise<void> {
  await goesOn(consolidation, 30_000);
  const lags = async () => expect(await consolidation.written()).toBeLessThan(await stage.published());
  await eventually(lags, { timeoutMs: 30_000, everyMs: 5 });
}

/** Alive, whatever else: a service that a fault of its servers ends would be started again for nothing. */
export async function isAlive({ url }: StartedService): Promise<void> {
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
}

export async function isReady({ url }: StartedService, ready: boolean): Promise<void> {
  const answer = async () => expect((await fetch(`${url}/health/ready`)).status).toBe(ready ? 200 : 503);
  await eventually(answer, { timeoutMs: 30_000 });
}

/** How many members the broker knows of a consumer group. */
export async function membersOf({ kafka, topicPrefix }: Stage, group: string): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([topicPrefix + group]);
  await admin.disconnect();
  return groups[0]!.members.length;
}
