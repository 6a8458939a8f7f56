import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, testServers } from '@landfall/testing';
import { DamagingProxy } from './testing/damaging-proxy.ts';
import { LaneScene, upTo } from './testing/lane-scene.ts';

const open: { stopAll?(): Promise<void>; close?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await (one.stopAll?.() ?? one.close?.());
});

const texts = (from: number, to: number) => upTo(to - from).map((i) => `value ${from + i}`);

describe('a record that is damaged on its way', () => {
  it('is neither folded nor skipped, but fetched again, while the other lanes go on', async () => {
    const scene = await LaneScene.create([2]);
    const proxy = await DamagingProxy.before(testServers().brokers.split(',')[0]!);
    open.push(scene, proxy);
    const send = (partition: number, from: number, to: number) =>
      scene.send(
        partition,
        texts(from, to).map((value) => ({ value })),
      );
    await send(0, 0, 10);
    await send(0, 10, 20);
    proxy.damage('value 15');
    await scene.start({ kafka: proxy.kafka() });

    await eventually(() => expect(scene.codes('warn')).toContain('CORRUPT_BATCH'));
    for (let round = 1; round <= 5; round++) {
      await send(1, 20 * round, 20 * round + 20);
      await eventually(() => expect(scene.written(1)).toEqual(upTo(20 * round)));
    }
    // The batch before it was whole.
    expect(scene.written(0)).toEqual(upTo(10));
    const { damaged } = proxy;
    proxy.damage(undefined);
    await eventually(() => expect(scene.store.values.get(scene.lane(0))).toEqual(texts(0, 20)));
    // With a back-off between the fetches.
    expect(damaged).toBeLessThan(10);
  });
});
