import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { sampleFacts } from '@landfall/sample';
import { eventually, orSkip, SmallDisk, type Restartable } from '@landfall/testing';
import { goesOn, inMidDrain, isAlive, isReady, nothingIsLostOrTwice } from './prove.ts';
import { Scene } from './scene.ts';
import { submit } from './submit.ts';
import { tell } from './tell.ts';

const MEGABYTES = 600;
const open = () => SmallDisk.open(MEGABYTES);
const disk = await orSkip('disks that run full', open);

let scene: Scene;

(disk ? describe : describe.skip)('a disk that runs full in the middle of a drain', () => {
  afterEach(() => scene.close());
  afterAll(() => disk?.close());

  it('under MongoDB leaves the service alive, which reports it, and all drains by itself once there is room', async () => {
    scene = await Scene.open({ mongodb: { members: 1, disk: disk!, oplogMb: 50 } });
    const consolidation = await scene.stage.consolidation();
    const service = await consolidation.start();
    await scene.publish(4_000);
    const ended = await scene.whilePublishing(500, 100, async () => {
      await inMidDrain(scene.stage, consolidation);
      return fill(disk!, scene.mongodb.members[0]!);
    });
    await isReady(service, false);
    await isAlive(service);
    await eventually(() => expect(service.output()).toContain('MONGODB_FAULT'));
    await disk!.free();
    if (ended) await scene.mongodb.members[0]!.start();
    await consolidation.drained();
    await isReady(service, true);
    await nothingIsLostOrTwice(scene.stage, consolidation);
  });

  it('under the broker refuses submissions, leaves the services alive, and all drains by itself once there is room', async () => {
    const disk = await open();
    scene = await Scene.open({ broker: { disk } });
    const consolidation = await scene.stage.consolidation();
    const [service, ingest] = await Promise.all([consolidation.start(), scene.stage.ingest()]);
    await scene.publish(4_000);
    await goesOn(consolidation, 30_000);
    const facts = [...sampleFacts({ seed: 11, facts: 500 })];
    await disk.fill();
    await eventually(async () => expect(await submit(ingest, facts)).toMatchObject({ status: 503, retryAfter: '5' }), {
      timeoutMs: 60_000,
    });
    await Promise.all([service, ingest].map(isAlive));
    await disk.free();
    await scene.broker.stop('SIGKILL');
    await scene.broker.start();
    await isReady(ingest, true);
    expect(await submit(ingest, facts)).toMatchObject({ status: 202, body: { accepted: facts.length } });
    await consolidation.drained();
    await nothingIsLostOrTwice(scene.stage, consolidation);
    await disk.close();
  });
});

/** Fills the disk under a server that writes, and answers whether that has ended it. */
async function fill(disk: SmallDisk, server: Restartable): Promise<boolean> {
  await disk.fill();
  const fullAt = performance.now();
  const ended = await Promise.race([server.ended.then(() => true), sleep(20_000, false, { ref: false })]);
  const seconds = ((performance.now() - fullAt) / 1000).toFixed(1);
  tell(
    ended ? `it ended ${seconds} s after its disk was full` : `it was still there ${seconds} s after its disk was full`,
  );
  return ended;
}
