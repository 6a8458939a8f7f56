import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factDigest } from '@landfall/audit';
import { laneOf, topics } from '@landfall/events';
import type { Batch, BatchRecord } from '@landfall/messaging';
import { consolidate, type Changes } from '../domain/consolidate.ts';
import { laneName } from '../domain/lane-name.ts';
import { readFact } from '../domain/read-facts.ts';
import { touchedBy } from '../domain/touched.ts';
import type { AccountStore } from '../needs.ts';
import { anyFact, recordOf } from './facts.ts';
import { poisonAt, replayAt } from './poison.ts';
import { testSubAccounts } from './sub-accounts.ts';

const lane = laneOf(topics.portTransactions, 0);
const records = fc.sample(anyFact, { numRuns: 400, seed: 11 }).map(recordOf);
const good = records.slice(0, 300);

const batchOf = (some: readonly BatchRecord[]): Batch => ({
  lane,
  partition: 0,
  position: some[0]!.offset,
  nextOffset: some.at(-1)!.offset + 1,
  records: some,
});

async function decide(store: AccountStore, batch: Batch): Promise<Changes> {
  const facts = batch.records.map((record) => readFact(record, testSubAccounts));
  return consolidate(laneName(topics.portTransactions, 0), await store.load(lane, touchedBy(lane, facts)), facts);
}

async function write(store: AccountStore, some: readonly BatchRecord[]): Promise<void> {
  const batch = batchOf(some);
  await store.save(batch, await decide(store, batch));
}

type Opened = { store: AccountStore; reopen: () => AccountStore };

/** A consumer asks for the position of a lane before anything else. */
async function opened(open: () => Promise<Opened>): Promise<Opened> {
  const { store, reopen } = await open();
  await store.position(lane);
  return { store, reopen };
}

/** What every account store promises. `reopen` gives a store upon the same data that remembers nothing. */
export function accountStoreContract(open: () => Promise<Opened>): void {
  describe('an account store', () => {
    it('begins a lane at 0 and moves it with each batch', async () => {
      const { store } = await opened(open);
      expect(await store.position(lane)).toBe(0);
      await write(store, good.slice(0, 10));
      await write(store, good.slice(10, 25));
      expect(await store.position(lane)).toBe(25);
    });

    it('gives back what it was given, from memory and from the store', async () => {
      const { store, reopen } = await opened(open);
      for (let start = 0; start < good.length; start += 37) await write(store, good.slice(start, start + 37));
      const touched = touchedBy(
        lane,
        good.map((record) => readFact(record, testSubAccounts)),
      );
      const again = await reopen().load(lane, touched);
      expect(again).toEqual(await store.load(lane, touched));
      expect(again.declarations.size).toBe(touched.declarations.size);
    });

    it('writes nothing for a batch that was written', async () => {
      const { store, reopen } = await opened(open);
      await write(store, good.slice(0, 20));
      const touched = touchedBy(
        lane,
        good.slice(0, 20).map((record) => readFact(record, testSubAccounts)),
      );
      const before = await store.load(lane, touched);
      await expect(write(store, good.slice(0, 20))).rejects.toMatchObject({ code: 'LANE_FENCED' });
      expect(await reopen().load(lane, touched)).toEqual(before);
    });

    it('fences one of two consumers that decided upon the same position', async () => {
      const { store, reopen } = await opened(open);
      const rival = reopen();
      const [mine, theirs] = [batchOf(good.slice(0, 20)), batchOf(good.slice(0, 15))];
      const [myChanges, theirChanges] = [await decide(store, mine), await decide(rival, theirs)];
      const results = await Promise.allSettled([store.save(mine, myChanges), rival.save(theirs, theirChanges)]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect([15, 20]).toContain(await reopen().position(lane));
    });

    it('knows what of its quarantine is open, and by which digest, until a replay settles it', async () => {
      const { store, reopen } = await opened(open);
      const [first, second] = [poisonAt(0, 'one'), poisonAt(1, 'two')];
      const named = { declarations: new Set<string>(), nodes: new Set<string>(), replayed: new Set([0, 1, 2, 9]) };
      const openIn = async (from: AccountStore) => [...(await from.load(lane, named)).openQuarantine.keys()];
      await write(store, [first, second]);
      expect(await openIn(store)).toEqual([0, 1]);
      const digests = (await reopen().load(lane, named)).openQuarantine;
      expect(digests.get(0)!.equals(factDigest(first.key, first.value))).toBe(true);
      await write(store, [replayAt(2, second, `${lane}/1`)]);
      expect(await openIn(store)).toEqual([0, 2]);
      // One more of the second settles nothing further; the third settles what the first replay had left.
      await write(store, [replayAt(3, second, `${lane}/1`), replayAt(4, second, `${lane}/2`)]);
      expect(await openIn(reopen())).toEqual([0]);
    });

    it('goes on after a fence as if nothing had been', async () => {
      const { store, reopen } = await opened(open);
      await write(store, good.slice(0, 20));
      await write(reopen(), good.slice(20, 40));
      await expect(write(store, good.slice(20, 30))).rejects.toMatchObject({ code: 'LANE_FENCED' });
      await write(store, good.slice(40, 60));
      expect(await store.position(lane)).toBe(60);
    });
  });
}
