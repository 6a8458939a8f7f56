import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@landfall/testing';
import { LaneScene, upTo, type Running } from './testing/lane-scene.ts';

jest.setTimeout(60_000);
let scene: LaneScene;
afterEach(() => scene.stopAll());

const lanesOf = (...members: Running[]) => members.map(({ lanes }) => lanes().length);
const open = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passes: promise, open: resolve };
};

describe('members of one group', () => {
  it('share the lanes of several topics evenly, each lane with one of them, and consume all once', async () => {
    scene = await LaneScene.create([4, 4]);
    const first = await scene.start();
    const second = await scene.start();
    await eventually(() => expect(lanesOf(first, second)).toEqual([4, 4]));
    const owned = [...first.lanes(), ...second.lanes()];
    expect([...owned].sort()).toEqual(scene.topics.flatMap((topic) => upTo(4).map((p) => scene.lane(p, topic))).sort());
    for (const topic of scene.topics) {
      for (const partition of upTo(4)) await scene.sendCount(partition, 50, topic);
      await eventually(() => upTo(4).forEach((p) => expect(scene.written(p, topic)).toEqual(upTo(50))));
    }
    expect(scene.store.fenced).toBe(0);
  });

  it('take the lanes of a new topic in a rolling update, as soon as one of them knows it', async () => {
    scene = await LaneScene.create([2, 2]);
    const [known, added] = scene.topics as [typeof scene.topic, typeof scene.topic];
    await scene.start({ topics: [known] });
    const second = await scene.start();
    for (const topic of scene.topics) for (const partition of upTo(2)) await scene.sendCount(partition, 20, topic);
    for (const topic of scene.topics)
      await eventually(() => upTo(2).forEach((p) => expect(scene.written(p, topic)).toEqual(upTo(20))));
    expect(second.lanes()).toEqual(expect.arrayContaining([scene.lane(0, added), scene.lane(1, added)]));
  });

  it('come and go, and every record is written once', async () => {
    scene = await LaneScene.create([4]);
    const sendAll = async () => {
      for (const partition of upTo(4)) await scene.sendCount(partition, 200);
    };
    await scene.start();
    await sendAll();
    const second = await scene.start();
    await sendAll();
    await scene.stop(second);
    await sendAll();
    await eventually(() => upTo(4).forEach((partition) => expect(scene.written(partition)).toEqual(upTo(600))), {
      timeoutMs: 30_000,
    });
  });

  it('fence one who is still at a batch when its lane has moved: nothing is written twice', async () => {
    scene = await LaneScene.create([2]);
    const { save } = scene.store;
    const gate = open();
    const held = new Set<string>();
    const first = await scene.start({
      handle: async (batch) => {
        held.add(batch.lane);
        await gate.passes;
        save(batch);
      },
    });
    for (const partition of upTo(2)) await scene.sendCount(partition, 30);
    await eventually(() => expect(held.size).toBe(2));
    const second = await scene.start();
    await eventually(() => expect(lanesOf(first, second)).toEqual([1, 1]));
    const moved = scene.lane(0) === second.lanes()[0] ? 0 : 1;
    await eventually(() => expect(scene.written(moved)).toEqual(upTo(30)));
    expect(scene.written(1 - moved)).toEqual([]);
    gate.open();
    await eventually(() => expect(scene.written(1 - moved)).toEqual(upTo(30)));
    expect(scene.written(moved)).toEqual(upTo(30));
    expect(scene.store.fenced).toBe(1);
  });

  it('leave the position of a lane that they lost to its new owner', async () => {
    scene = await LaneScene.create([2]);
    const { save } = scene.store;
    const gate = open();
    const held = new Set<string>();
    const first = await scene.start({
      handle: async (batch) => {
        held.add(batch.lane);
        await gate.passes;
        save(batch);
      },
    });
    for (const partition of upTo(2)) await scene.sendCount(partition, 30);
    await eventually(() => expect(held.size).toBe(2));
    // The new owner does not begin: the old one's write still holds.
    const second = await scene.start({ readPosition: () => new Promise(() => undefined) });
    await eventually(() => expect(lanesOf(first, second)).toEqual([1, 1]));
    const moved = scene.lane(0) === second.lanes()[0] ? 0 : 1;
    gate.open();
    await eventually(() => upTo(2).forEach((partition) => expect(scene.written(partition)).toEqual(upTo(30))));
    await scene.sendCount(1 - moved, 10);
    // By now the old owner has told the broker of what it owns.
    await eventually(async () => expect((await scene.committed())[1 - moved]).toBe(40));
    expect((await scene.committed())[moved]).toBe(-1);
  });
});
