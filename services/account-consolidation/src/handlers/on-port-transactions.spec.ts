import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { declarationOf } from '@landfall/customs';
import { laneOf, topics, type TransactionFact } from '@landfall/events';
import { choosePartition, type Batch, type BatchRecord } from '@landfall/messaging';
import { MemoryAccountStore } from '../adapters/memory-account-store.ts';
import { addTo, type Cell } from '../domain/measures.ts';
import type { Declaration } from '../domain/declaration.ts';
import { anyFact, recordOf } from '../testing/facts.ts';
import { testSubAccounts } from '../testing/sub-accounts.ts';
import { OnPortTransactions } from './on-port-transactions.ts';

const topic = topics.portTransactions;

const batchOf = (records: readonly BatchRecord[], partition = 0, position = records[0]!.offset): Batch => ({
  lane: laneOf(topic, partition),
  partition,
  position,
  nextOffset: records.at(-1)!.offset + 1,
  records,
});

/** Delivers facts as one or several lanes would, in batches of the given sizes. */
async function deliver(facts: readonly TransactionFact[], batchSize: number, lanes = 1): Promise<MemoryAccountStore> {
  const store = new MemoryAccountStore();
  const handler = new OnPortTransactions(store, testSubAccounts);
  const byPartition = Map.groupBy(facts, (fact) =>
    choosePartition({ ...topic, partitions: lanes }, declarationOf(fact)),
  );
  for (const [partition, inLane] of byPartition) {
    const records = inLane.map(recordOf);
    for (let start = 0; start < records.length; start += batchSize) {
      await handler.handle(batchOf(records.slice(start, start + batchSize), partition));
    }
  }
  return store;
}

/** What figures depend on, without what tells of arrival. */
const essence = (store: MemoryAccountStore) => {
  const declarations = [...store.lanes.values()]
    .flatMap((lane) => [...lane.declarations.values()])
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { figures: store.figures(), declarations: declarations.map(withoutPlaces) };
};

const withoutPlaces = ({ key, counting }: Declaration) => ({
  key,
  counting: counting.map(({ series, eventId, content }) => ({ series, eventId, content })),
});

const facts = fc.array(anyFact, { minLength: 1, maxLength: 40 });

describe('consolidation', () => {
  it('gives the same declarations and figures whatever the order, the repetitions and the lanes', async () => {
    await fc.assert(
      fc.asyncProperty(
        facts,
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 20 }),
        async (given, random, batchSize) => {
          const shuffled = [...given, ...given.filter((_, i) => i % 3 === 0)]
            .map((fact) => ({ fact, rank: random.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ fact }) => fact);
          const straight = essence(await deliver(given, 7));
          expect(essence(await deliver(shuffled, batchSize, 6))).toEqual(straight);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('does not depend on where batches end: chains and all', async () => {
    await fc.assert(
      fc.asyncProperty(facts, fc.integer({ min: 1, max: 20 }), async (given, batchSize) => {
        expect((await deliver(given, batchSize)).lanes).toEqual((await deliver(given, given.length)).lanes);
      }),
      { numRuns: 50 },
    );
  });

  it('accounts for every record: applied, duplicate, conflict or quarantined', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (given) => {
        const store = await deliver([...given, given[0]!], 5);
        const [lane] = [...store.lanes.values()];
        const log = [...lane!.activities.values()].flat();
        const inLog = new Set(
          log.filter(({ fact, cause }) => fact.place === cause).map(({ fact }) => fact.place.offset),
        );
        const duplicates = [...lane!.declarations.values()].reduce(
          (sum, declaration) => sum + declaration.duplicates,
          0,
        );
        expect(inLog.size + duplicates + lane!.quarantined.size).toBe(given.length + 1);
      }),
    );
  });

  it('adds up: the log of a node is its figures', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (given) => {
        const store = await deliver(given, 5);
        const figures = store.figures();
        for (const [node, activities] of [...store.lanes.values()].flatMap((lane) => [...lane.activities])) {
          const sum: Cell = {};
          for (const { effects } of activities) addTo(sum, effects);
          expect(sum).toEqual(figures[node]?.['all'] ?? {});
        }
      }),
    );
  });

  it('writes a batch once, however often it is delivered', async () => {
    const records = fc.sample(anyFact, { numRuns: 30, seed: 7 }).map(recordOf);
    const store = new MemoryAccountStore();
    const handler = new OnPortTransactions(store, testSubAccounts);
    await handler.handle(batchOf(records));
    const once = fingerprint(store);
    await expect(handler.handle(batchOf(records))).rejects.toMatchObject({ code: 'LANE_FENCED' });
    expect(fingerprint(store)).toBe(once);
  });

  it('takes a fact that is sent again for a duplicate: it is in the log once', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (given) => {
        const [once, twice] = [await deliver(given, 5), await deliver([...given, ...given], 5)];
        const logOf = (store: MemoryAccountStore) => [...store.lanes.values()].map(({ activities }) => activities);
        expect(logOf(twice)).toEqual(logOf(once));
        expect(twice.figures()).toEqual(once.figures());
      }),
      { numRuns: 50 },
    );
  });

  it('carries the bytes of every fact exactly once', async () => {
    const given = fc.sample(anyFact, { numRuns: 200, seed: 3 });
    const distinct = [...new Map(given.map((fact) => [fact.eventId, fact])).values()];
    const store = await deliver(given, 50);
    const originals = [...store.lanes.values()]
      .flatMap((lane) => [...lane.activities.values()].flat())
      .filter(({ original }) => original !== null);
    expect(new Set(originals.map(({ fact }) => fact.eventId)).size).toBe(distinct.length);
    expect(originals).toHaveLength(distinct.length);
  });

  it('sets a bad record aside and applies its neighbours', async () => {
    const [first, second] = fc.sample(anyFact, { numRuns: 2, seed: 1 }).map(recordOf) as [BatchRecord, BatchRecord];
    const bad = { ...recordOf(fc.sample(anyFact, { numRuns: 1, seed: 9 })[0]!, 2), key: Buffer.from('entry:OTHER') };
    const store = new MemoryAccountStore();
    await new OnPortTransactions(store, testSubAccounts).handle(batchOf([first, second, bad]));
    const [lane] = [...store.lanes.values()];
    expect([...lane!.quarantined.keys()]).toEqual([2]);
    expect(lane!.nextOffset).toBe(3);
  });
});

const fingerprint = (store: MemoryAccountStore): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        [...store.lanes.values()].map(({ heads, figures, nextOffset }) => [[...heads], [...figures], nextOffset]),
      ),
    )
    .digest('hex');
