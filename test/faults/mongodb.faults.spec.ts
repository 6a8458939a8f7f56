import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StartedService } from '@landfall/testing';
import type { Consolidation } from '../e2e/stage.ts';
import { goesOn, inMidDrain, isAlive, nothingIsLostOrTwice } from './prove.ts';
import { Scene } from './scene.ts';
import { tell } from './tell.ts';

/** An election takes ten seconds by default, and a lane may pause before it tries once more. */
const BOUND_MS = 45_000;

let scene: Scene;
let consolidation: Consolidation;
let service: StartedService;

beforeAll(async () => {
  scene = await Scene.open({ mongodb: { members: 3 } });
  consolidation = await scene.stage.consolidation();
  service = await consolidation.start();
});
afterAll(() => scene.close());

/** Damages the set while a backlog drains and more comes in, and waits until the drain has gone on. */
async function underLoad(damage: () => Promise<void>): Promise<void> {
  await scene.publish(5_000);
  await scene.whilePublishing(100, 200, async () => {
    await inMidDrain(scene.stage, consolidation);
    const damagedAt = performance.now();
    await damage();
    await goesOn(consolidation, BOUND_MS);
    tell(`the drain had gone on ${((performance.now() - damagedAt) / 1000).toFixed(1)} s after the damage`);
    await isAlive(service);
  });
}

describe('a drain into three members of a replica set', () => {
  it('goes on by itself when the primary steps down', async () => {
    await underLoad(() => scene.mongodb.stepDown());
    await consolidation.drained();
  });

  it('goes on by itself when the primary is killed, and has lost and repeated nothing after both', async () => {
    await underLoad(async () => {
      const killed = await scene.mongodb.killPrimary();
      expect((await scene.mongodb.primary()).address).not.toBe(killed.address);
    });
    await consolidation.drained();
    await nothingIsLostOrTwice(scene.stage, consolidation);
  });
});
