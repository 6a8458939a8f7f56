import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { topics } from '@landfall/events';
import { eventually } from '@landfall/testing';
import { LaneScene, retryable, SHORT, upTo } from './testing/lane-scene.ts';

jest.setTimeout(60_000);
let scene: LaneScene;
afterEach(() => scene.stopAll());

describe('a lane consumer on a real broker', () => {
  it('begins where the store stands, whatever the group has committed', async () => {
    scene = await LaneScene.create([1]);
    await scene.sendCount(0, 100);
    scene.store.positions.set(scene.lane(0), 40);
    await scene.start();
    await eventually(() => expect(scene.written(0)).toEqual(upTo(100).slice(40)));
  });

  it('stops a lane whose position is beyond the log, and leaves the others alone', async () => {
    scene = await LaneScene.create([2]);
    scene.store.positions.set(scene.lane(0), 1_000);
    await scene.start();
    await scene.sendCount(0, 10);
    await scene.sendCount(1, 10);
    await eventually(() => expect(scene.written(1)).toEqual(upTo(10)));
    expect(scene.written(0)).toEqual([]);
    expect(scene.codes('error')).toEqual(['POSITION_OUTSIDE_LOG']);
  });

  it('stops a lane from whose log records are removed before it has read them', async () => {
    scene = await LaneScene.create([2]);
    let away = true;
    const { save } = scene.store;
    await scene.start({
      limits: { records: 5, bytes: 1_000_000 },
      handle: (batch) => {
        if (away && batch.partition === 0) throw retryable();
        save(batch);
      },
    });
    for (let round = 0; round < 4; round++) await scene.sendCount(0, 10);
    await eventually(() => expect(scene.codes('warn')).toContain('STORE_AWAY'));
    // Two batches wait, the fetch is paused; what comes now is not read yet.
    await scene.sendCount(0, 20);
    await scene.removeBefore(0, 55);
    away = false;
    await eventually(() => expect(scene.codes('error')).toEqual(['POSITION_OUTSIDE_LOG']));
    const written = scene.written(0);
    expect(written).toEqual(upTo(written.length));
    await scene.sendCount(1, 10);
    await eventually(() => expect(scene.written(1)).toEqual(upTo(10)));
  });

  it('begins a lane never seen where its log begins, if its records expire', async () => {
    scene = await LaneScene.create([2], topics.portTransactionsInbound.config);
    await scene.sendCount(0, 30);
    await scene.removeBefore(0, 12);
    await scene.start();
    await eventually(() => expect(scene.written(0)).toEqual(upTo(30).slice(12)));
    expect(scene.store.positions.get(scene.lane(0))).toBe(30);
    expect(scene.codes()).toEqual(['LOG_BEGINS_LATE']);
  });

  it('stops a lane never seen whose log was to keep everything and has not', async () => {
    scene = await LaneScene.create([2]);
    await scene.sendCount(0, 30);
    await scene.removeBefore(0, 12);
    await scene.start();
    await eventually(() => expect(scene.codes('error')).toEqual(['POSITION_OUTSIDE_LOG']));
    await scene.sendCount(1, 10);
    await eventually(() => expect(scene.written(1)).toEqual(upTo(10)));
    expect(scene.written(0)).toEqual([]);
  });

  it("tells the group's position to the broker, for lag displays", async () => {
    scene = await LaneScene.create([1]);
    await scene.start({ session: SHORT });
    await scene.sendCount(0, 30);
    await eventually(async () => expect(await scene.committed()).toEqual([30]));
  });
});
