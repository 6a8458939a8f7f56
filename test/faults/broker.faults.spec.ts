import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleFacts } from '@landfall/sample';
import type { StartedService } from '@landfall/testing';
import type { Consolidation } from '../e2e/stage.ts';
import { countsAddUp, equalsItsReplay, goesOn, inMidDrain, isAlive, isReady, nothingIsLostOrTwice } from './prove.ts';
import { Scene } from './scene.ts';
import { submit } from './submit.ts';

let scene: Scene;
let consolidation: Consolidation;

beforeAll(async () => {
  scene = await Scene.open();
  consolidation = await scene.stage.consolidation();
});
afterAll(() => scene.close());

describe('the broker killed in the middle of a drain and started again', () => {
  it('is met by a service that stays alive, goes on by itself, and loses and repeats nothing', async () => {
    const service = await consolidation.start();
    await scene.publish(4_000);
    await scene.whilePublishing(500, 200, async () => {
      await inMidDrain(scene.stage, consolidation);
      await scene.broker.stop('SIGKILL');
      await isReady(service, false);
      await isAlive(service);
      await scene.broker.start();
      await goesOn(consolidation, 30_000);
    });
    await consolidation.drained();
    await isReady(service, true);
    await nothingIsLostOrTwice(scene.stage, consolidation);
  });
});

describe('a submission while the broker is away', () => {
  const lines = [...sampleFacts({ seed: 11, facts: 500 })];
  let ingest: StartedService;

  it('is refused with a 503 that says when to come again, and accepted after that', async () => {
    ingest = await scene.stage.ingest();
    await scene.broker.stop('SIGKILL');
    const refused = await submit(ingest, lines);
    expect(refused).toMatchObject({ status: 503, retryAfter: '5', body: { code: 'KAFKA_UNAVAILABLE' } });
    await scene.broker.start();
    await isReady(ingest, true);
    expect(await submit(ingest, lines)).toMatchObject({ status: 202, body: { accepted: lines.length, rejected: 0 } });
  });

  it('and while it hangs: what it had taken in all the same, and what was repeated, counts once', async () => {
    await scene.broker.freeze();
    const refused = await submit(ingest, lines);
    expect(refused).toMatchObject({ status: 503, retryAfter: '5', body: { code: 'KAFKA_UNAVAILABLE' } });
    await scene.broker.thaw();
    expect(await submit(ingest, lines)).toMatchObject({ status: 202, body: { accepted: lines.length, rejected: 0 } });
    await consolidation.drained();
    await countsAddUp(scene.stage, consolidation);
    await equalsItsReplay(scene.stage, consolidation);
  });
});
