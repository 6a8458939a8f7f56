import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@landfall/testing';
import kafkajs, { type Assigner, type Consumer, type PartitionAssigner } from 'kafkajs';
import { LaneScene, SHORT, upTo } from './testing/lane-scene.ts';

jest.setTimeout(60_000);
let scene: LaneScene;
let stranger: Consumer;
afterEach(async () => {
  await scene.stopAll();
  await stranger.disconnect();
});

/** Round robin under a name that nobody else knows: a group takes only members that have a name in common. */
const strange: PartitionAssigner = (config): Assigner => {
  const assigner = kafkajs.PartitionAssigners.roundRobin(config);
  return {
    ...assigner,
    name: 'strange',
    protocol: (subscription) => ({ ...assigner.protocol(subscription), name: 'strange' }),
  };
};

describe('a crash that kafkajs calls non-retriable', () => {
  it('ends no consumer: it begins anew by itself when the cause is gone', async () => {
    scene = await LaneScene.create([2]);
    for (const partition of upTo(2)) await scene.sendCount(partition, 20);
    stranger = scene.kafka.consumer({
      groupId: scene.groupId,
      partitionAssigners: [strange],
      sessionTimeout: SHORT.timeoutMs,
      heartbeatInterval: SHORT.heartbeatMs,
    });
    await stranger.connect();
    await stranger.subscribe({ topics: [scene.topic.name] });
    await stranger.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await eventually(async () => expect(await membersOf(scene)).toBe(1));

    await scene.start();
    await eventually(() =>
      expect(scene.codes('error').filter((code) => code.startsWith('KafkaJS')).length).toBeGreaterThan(1),
    );
    expect(scene.written(0)).toEqual([]);
    await stranger.disconnect();
    const gone = performance.now();
    await eventually(() => upTo(2).forEach((partition) => expect(scene.written(partition)).toEqual(upTo(20))));
    expect(performance.now() - gone).toBeLessThan(10_000);
    expect(scene.told.at(-1)!.details).toMatchObject({ phase: 'consuming' });
  });
});

async function membersOf({ kafka, groupId }: LaneScene): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([groupId]);
  await admin.disconnect();
  return groups[0]!.members.length;
}
