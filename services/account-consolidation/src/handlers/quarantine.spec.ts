import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { laneOf, topics } from '@landfall/events';
import type { Batch, BatchRecord } from '@landfall/messaging';
import { MemoryAccountStore } from '../adapters/memory-account-store.ts';
import { anyFact, recordOf } from '../testing/facts.ts';
import { poisonAt, replayAt } from '../testing/poison.ts';
import { testSubAccounts } from '../testing/sub-accounts.ts';
import { OnPortTransactions } from './on-port-transactions.ts';

const lane = laneOf(topics.portTransactions, 0);
const at = (offset: number): string => `${lane}/${offset}`;

const batchOf = (records: readonly BatchRecord[]): Batch => ({
  lane,
  partition: 0,
  position: records[0]!.offset,
  nextOffset: records.at(-1)!.offset + 1,
  records,
});

/** Delivers a log in batches of this size and answers the lane. */
async function deliver(log: readonly BatchRecord[], batchSize = log.length) {
  const store = new MemoryAccountStore();
  const handler = new OnPortTransactions(store, testSubAccounts);
  for (let start = 0; start < log.length; start += batchSize)
    await handler.handle(batchOf(log.slice(start, start + batchSize)));
  return store.lanes.get(lane)!;
}

/** Offsets set aside, each with the replay that settled it. */
const settling = async (log: readonly BatchRecord[], batchSize?: number) =>
  [...(await deliver(log, batchSize)).quarantined].map(([offset, { settledBy }]) => [offset, settledBy]);

const good = fc.sample(anyFact, { numRuns: 1, seed: 4 }).map(recordOf)[0]!;
const bad = poisonAt(0, 'nothing');
/** What was set aside under a guard that is gone by now: the same bytes can be read. */
const refusedOnce: BatchRecord = {
  ...good,
  content: { failure: { code: 'HANDLER_FAILED', reason: 'A bug of ours.' } },
};

describe('a replay', () => {
  it.each([1, 2])('is applied and settles what it repeats, in batches of %i', async (batchSize) => {
    const log = [refusedOnce, replayAt(1, good, at(0))];
    const { quarantined, activities } = await deliver(log, batchSize);
    expect([...quarantined].map(([offset, { settledBy }]) => [offset, settledBy])).toEqual([[0, 1]]);
    expect([...activities.values()].flat().some(({ cause }) => cause.offset === 1)).toBe(true);
  });

  it('that is set aside again is the open one from then on, and can be replayed itself', async () => {
    const log = [bad, replayAt(1, bad, at(0)), replayAt(2, bad, at(1))];
    expect(await settling(log, 1)).toEqual([
      [0, 1],
      [1, 2],
      [2, undefined],
    ]);
  });

  it.each([1, 3])(
    'that comes twice settles once, and is accounted for each time, in batches of %i',
    async (batchSize) => {
      const log = [refusedOnce, replayAt(1, good, at(0)), replayAt(2, good, at(0))];
      expect(await settling(log, batchSize)).toEqual([[0, 1]]);
      const { declarations } = await deliver(log, batchSize);
      expect([...declarations.values()].map(({ duplicates }) => duplicates)).toEqual([1]);
    },
  );

  it.each([
    ['another lane', `${laneOf(topics.portTransactions, 1)}/0`],
    ['an offset where nothing was set aside', at(7)],
    ['itself', at(1)],
    ['no coordinate', 'yesterday'],
    ['no number', `${lane}/0x0`],
  ])('of %s settles nothing', async (_, coordinate) =>
    expect(await settling([bad, replayAt(1, bad, coordinate)], 1)).toEqual([
      [0, undefined],
      [1, undefined],
    ]),
  );

  it.each([
    ['another value', { value: Buffer.from('nothing else') }],
    ['another key', { key: Buffer.from('entry:XYZ00000000') }],
    [
      'its border between key and value moved',
      { key: Buffer.from('entry:ABC12345676n'), value: Buffer.from('othing') },
    ],
  ])('with %s settles nothing', async (_, changes) =>
    expect((await settling([bad, { ...replayAt(1, bad, at(0)), ...changes }], 1))[0]).toEqual([0, undefined]),
  );

  it('that is delivered twice settles once', async () => {
    const store = new MemoryAccountStore();
    const handler = new OnPortTransactions(store, testSubAccounts);
    await handler.handle(batchOf([bad]));
    const replay = batchOf([replayAt(1, bad, at(0))]);
    await handler.handle(replay);
    const once = structuredClone([...store.lanes.get(lane)!.quarantined.keys()]);
    await expect(handler.handle(replay)).rejects.toMatchObject({ code: 'LANE_FENCED' });
    expect([...store.lanes.get(lane)!.quarantined.keys()]).toEqual(once);
  });
});

/** A log of good records, poison, and replays of whatever stood before, right and wrong. */
const anyLog = fc
  .array(fc.record({ kind: fc.constantFrom('good', 'bad', 'replay'), of: fc.nat(), fact: anyFact }), {
    minLength: 2,
    maxLength: 40,
  })
  .map((steps) => {
    const log: BatchRecord[] = [];
    steps.forEach(({ kind, of, fact }, offset) => {
      const before = log[of % Math.max(1, log.length)];
      if (kind === 'replay' && before) log.push(replayAt(offset, before, at(before.offset - (of % 7 === 0 ? 1 : 0))));
      else log.push(kind === 'good' ? recordOf(fact, offset) : poisonAt(offset, `poison ${of % 3}`));
    });
    return log;
  });

describe('quarantine', () => {
  it('does not depend on where batches end', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.integer({ min: 1, max: 9 }), async (log, batchSize) => {
        const [whole, cut] = [await deliver(log), await deliver(log, batchSize)];
        expect(cut).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('has as many open records as were set aside and not settled, each settled by one replay of the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        const { quarantined } = await deliver(log, 3);
        const settledBy = [...quarantined.values()].flatMap((record) => record.settledBy ?? []);
        expect(new Set(settledBy).size).toBe(settledBy.length);
        for (const { offset, settledBy: replay } of quarantined.values()) {
          if (replay === undefined) continue;
          expect(replay).toBeGreaterThan(offset);
          expect(log[replay]!.value.equals(log[offset]!.value)).toBe(true);
        }
        const poison = log.filter(({ content }) => 'failure' in content);
        expect([...quarantined.keys()]).toEqual(poison.map(({ offset }) => offset));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps headers, repeated ones and those without a value too', async () => {
    const headers = { ce_id: Buffer.from('7'), twice: [Buffer.from('a'), Buffer.from('b')], none: null as never };
    const { quarantined } = await deliver([{ ...bad, headers }]);
    expect(quarantined.get(0)!.original.headers).toEqual([
      { name: 'ce_id', value: Buffer.from('7') },
      { name: 'twice', value: Buffer.from('a') },
      { name: 'twice', value: Buffer.from('b') },
      { name: 'none', value: null },
    ]);
  });

  it('takes a fact above the record limit, which no activity could carry', async () => {
    const value = Buffer.concat([good.value, Buffer.alloc(1024 * 1024)]);
    const { quarantined } = await deliver([{ ...good, value }]);
    expect(quarantined.get(0)).toMatchObject({ code: 'FACT_TOO_LARGE' });
  });

  it('takes a fact whose text was not UTF-8: it would have no one reading', async () => {
    const payment = fc.sample(
      anyFact.filter(({ type }) => type === 'DutyPaid'),
      { numRuns: 1, seed: 2 },
    )[0]!;
    const broken = recordOf({ ...payment, senderReference: 'R\u{fffd}' }, 0);
    const { quarantined } = await deliver([broken]);
    expect(quarantined.get(0)).toMatchObject({ code: 'FACT_MALFORMED' });
  });

  it('ends a batch where much was set aside, so that no transaction becomes too large', async () => {
    const headers = { large: Buffer.alloc(20 * 1024 * 1024) };
    const store = new MemoryAccountStore();
    const log = [0, 1, 2].map((offset) => ({ ...poisonAt(offset, 'x'), headers }));
    const handled = await new OnPortTransactions(store, testSubAccounts).handle(batchOf(log));
    expect(handled).toEqual({ nextOffset: 2 });
  });
});
