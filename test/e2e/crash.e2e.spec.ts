import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, publishSample } from '@landfall/testing';
import { fingerprint } from './fingerprint.ts';
import { Stage } from './stage.ts';

const FACTS = 30_000;
let stage: Stage;

beforeAll(async () => {
  stage = await new Stage().open();
  await publishSample(
    stage.kafka,
    stage.topicPrefix,
    { seed: 5, facts: FACTS, accounts: 200, spread: 5_000 },
    () => undefined,
  );
}, 120_000);

afterAll(() => stage.close(), 60_000);

describe('account-consolidation killed in the middle of a drain', () => {
  it('ends with the same state, hashes included, as an undisturbed replay of the topic', async () => {
    const disturbed = await stage.consolidation();
    const first = await disturbed.start();
    await eventually(async () => expect(await disturbed.written()).toBeGreaterThan(0), {
      timeoutMs: 60_000,
      everyMs: 5,
    });
    await first.kill();
    expect(await disturbed.written()).toBeLessThan(FACTS);
    await disturbed.start();
    await disturbed.drained();

    const undisturbed = await stage.consolidation();
    await undisturbed.start();
    await undisturbed.drained();

    expect(await fingerprint(disturbed.collections)).toEqual(await fingerprint(undisturbed.collections));
    for (const { collections } of [disturbed, undisturbed]) {
      for (const { consumed, applied, duplicates, conflicts, quarantined } of await stage.counts(collections)) {
        expect(applied + duplicates + conflicts + quarantined).toBe(consumed);
        expect(quarantined).toBe(0);
      }
    }
  }, 240_000);
});
