import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type StartedService } from '@landfall/testing';
import type { Consolidation } from '../e2e/stage.ts';
import { goesOn, inMidDrain, membersOf, nothingIsLostOrTwice } from './prove.ts';
import { Scene } from './scene.ts';
import { tell } from './tell.ts';

/** Kubernetes gives thirty seconds before it kills. */
const GRACE_MS = 10_000;
/** A member that left without a word would be missed only when its session is over. */
const SESSION_MS = 15_000;
const AT_ONCE_MS = 10_000;
const member = { CONSUMER_GROUP: 'one', CONSUMER_SESSION_TIMEOUT_MS: String(SESSION_MS) };

let scene: Scene;
let consolidation: Consolidation;

beforeAll(async () => {
  scene = await Scene.open();
  consolidation = await scene.stage.consolidation();
});
afterAll(() => scene.close());

/** Ends a service in the middle of a drain, and holds its end against its grace period. */
async function drainsInTime(service: StartedService): Promise<void> {
  await inMidDrain(scene.stage, consolidation);
  const toldAt = performance.now();
  await service.stop();
  const drainedMs = performance.now() - toldAt;
  tell(`account-consolidation had drained after ${(drainedMs / 1000).toFixed(1)} s`);
  expect(await service.status).toBe(0);
  expect(drainedMs).toBeLessThan(GRACE_MS);
}

describe('account-consolidation told to end in the middle of a drain', () => {
  it('ends with 0 in its grace period, leaves no transaction and no membership, and its successor goes on at once', async () => {
    const leaving = await consolidation.start(member);
    await scene.whilePublishing(3_000, 0, () => drainsInTime(leaving));
    expect(await openTransactions()).toBe(0);
    expect(await membersOf(scene.stage, 'one')).toBe(0);

    await consolidation.start(member);
    await goesOn(consolidation, AT_ONCE_MS);
    await consolidation.drained();
  });

  it('leaves its lanes to another replica, which goes on with every one of them at once', async () => {
    const leaving = await consolidation.start(member);
    await eventually(async () => expect(await membersOf(scene.stage, 'one')).toBe(2));
    await scene.whilePublishing(3_000, 0, () => drainsInTime(leaving));
    const before = await positions();
    await scene.publish(1_000);
    const all = async () => {
      const now = await positions();
      for (const [lane, position] of before) expect(now.get(lane)).toBeGreaterThan(position);
    };
    await eventually(all, { timeoutMs: AT_ONCE_MS });
    await consolidation.drained();
    await nothingIsLostOrTwice(scene.stage, consolidation);
  });
});

const positions = async (): Promise<Map<string, number>> =>
  new Map((await consolidation.collections.lanes.find().toArray()).map(({ _id, nextOffset }) => [_id, nextOffset]));

async function openTransactions(): Promise<number> {
  const { transactions } = await consolidation.connection.db!.admin().command({ serverStatus: 1 });
  return Number((transactions as { currentOpen: unknown }).currentOpen);
}
