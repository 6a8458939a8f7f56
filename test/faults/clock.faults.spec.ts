import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleFacts } from '@landfall/sample';
import { eventually, FakeClock, orSkip, supplyFakeClock } from '@landfall/testing';
import { fingerprint } from '../e2e/fingerprint.ts';
import type { Consolidation } from '../e2e/stage.ts';
import { countsAddUp, goesOn, membersOf } from './prove.ts';
import { Scene } from './scene.ts';
import { submit } from './submit.ts';

/** A process looks at its clock's file once a second. */
const SEEN_MS = 2_000;
/** A member that is silent is missed after this time. */
const SESSION_MS = 10_000;
const library = await orSkip('clocks that are wrong', () => supplyFakeClock());
const clocks: FakeClock[] = [];
/** Each was written under a wrong clock. */
const consolidations: Consolidation[] = [];

let scene: Scene;

async function clockOf(days: number): Promise<FakeClock> {
  const clock = await FakeClock.of(library!, days);
  clocks.push(clock);
  return clock;
}

async function consolidation(): Promise<Consolidation> {
  const made = await scene.stage.consolidation();
  consolidations.push(made);
  return made;
}

(library ? describe : describe.skip)('a clock that is a day off', () => {
  beforeAll(async () => {
    scene = await Scene.open();
  });
  afterAll(async () => {
    await scene?.close();
    await Promise.all(clocks.map((clock) => clock.close()));
  });

  it('at ingest makes no other facts, and refuses no others', async () => {
    const facts = [...sampleFacts({ seed: 11, facts: 1_000 })];
    for (const days of [1, -1, 0]) {
      const ingest = await scene.stage.ingest((await clockOf(days)).env);
      // What is refused is published, too.
      const answer = await submit(ingest, [...facts, { type: 'DutyPaid' }]);
      expect({ days, ...answer }).toMatchObject({ days, status: 202, body: { accepted: facts.length, rejected: 1 } });
      await ingest.stop();
    }
  });

  it('and comes all at once, either way, while account-consolidation drains, lets it go on', async () => {
    const disturbed = await consolidation();
    const clock = await clockOf(0);
    const service = await disturbed.start(clock.env);
    await scene.whilePublishing(200, 200, async () => {
      for (const days of [1, -1, 0]) {
        await goesOn(disturbed, 30_000);
        await clock.jump(days);
        await sleep(SEEN_MS);
        await goesOn(disturbed, 30_000);
      }
    });
    await disturbed.drained();
    await service.stop();
  });

  it('since it was set back, at one of two replicas, leaves both of them members of their group', async () => {
    const disturbed = await consolidation();
    const clock = await clockOf(0);
    const group = { CONSUMER_GROUP: 'two' };
    await Promise.all([disturbed.start({ ...clock.env, ...group }), disturbed.start(group)]);
    expect(await membersOf(scene.stage, 'two')).toBe(2);
    await clock.jump(-1);
    await sleep(SEEN_MS + SESSION_MS);
    await scene.publish(1_000);
    await disturbed.drained(60_000);
    // Else it writes for a day what another member writes as well.
    await eventually(async () => expect(await membersOf(scene.stage, 'two')).toBe(2), { timeoutMs: 2 * SESSION_MS });
  });

  it('and always was, ahead or behind, keeps nothing from being written and published', async () => {
    for (const days of [1, -1]) {
      const disturbed = await consolidation();
      const service = await disturbed.start((await clockOf(days)).env);
      await disturbed.drained(60_000);
      await service.stop();
    }
  });

  it('changes no figure and no hash: all of these end as one under the right clock', async () => {
    const undisturbed = await scene.stage.consolidation();
    await undisturbed.start();
    await undisturbed.drained();
    const right = await fingerprint(undisturbed.collections);
    for (const disturbed of consolidations) {
      // What was published since it ended.
      if ((await disturbed.written()) < (await scene.stage.published())) await disturbed.start();
      await disturbed.drained();
      await countsAddUp(scene.stage, disturbed);
      expect(await fingerprint(disturbed.collections)).toEqual(right);
    }
  });
});
