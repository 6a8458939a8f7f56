import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { eventually } from '@landfall/testing';
import type { Batch } from './batch.ts';
import { LaneScene, retryable, upTo } from './testing/lane-scene.ts';

jest.setTimeout(60_000);
let scene: LaneScene;
afterEach(() => scene.stopAll());

/** Counts how often each record of a partition came to the handler. */
function counting(partition: number) {
  const seen: number[] = [];
  const see = (batch: Batch): void => {
    if (batch.partition !== partition) return;
    for (const { offset } of batch.records) seen[offset] = (seen[offset] ?? 0) + 1;
  };
  return { seen, see };
}

describe('a handler', () => {
  it('that fails once is asked again, and nothing is written twice', async () => {
    scene = await LaneScene.create([1]);
    let failures = 1;
    const { save } = scene.store;
    await scene.start({
      handle: (batch) => {
        if (failures-- > 0) throw retryable();
        save(batch);
      },
    });
    await scene.sendCount(0, 100);
    await eventually(() => expect(scene.written(0)).toEqual(upTo(100)));
    expect(scene.codes()).toEqual(['STORE_AWAY']);
  });

  it('that always fails holds up its lane alone, which goes on when it is mended; the other sees nothing twice', async () => {
    scene = await LaneScene.create([2]);
    const { save } = scene.store;
    const { seen, see } = counting(1);
    let away = true;
    await scene.start({
      limits: { records: 5, bytes: 1_000_000 },
      handle: (batch) => {
        see(batch);
        if (away && batch.partition === 0) throw retryable();
        save(batch);
      },
    });
    for (let round = 1; round <= 3; round++) {
      await scene.sendCount(0, 30);
      await scene.sendCount(1, 30);
      await eventually(() => expect(scene.written(1)).toEqual(upTo(30 * round)));
    }
    expect(scene.written(0)).toEqual([]);
    expect(seen).toEqual(upTo(90).map(() => 1));
    away = false;
    const mended = performance.now();
    await eventually(() => expect(scene.written(0)).toEqual(upTo(90)));
    expect(performance.now() - mended).toBeLessThan(10_000);
    const times = scene.told.filter(({ code }) => code === 'STORE_AWAY').map(({ details }) => details['times']);
    expect(times).toEqual([1, 2, 4, 8, 16, 32].slice(0, times.length));
  });

  it('that fails on one record gets it back by itself, as a failure; its neighbours are written', async () => {
    scene = await LaneScene.create([2]);
    const { save } = scene.store;
    const { seen, see } = counting(1);
    await scene.start({
      decode: () => ({ type: 'DutyPaid' }) as never,
      handle: (batch) => {
        see(batch);
        const bad = batch.records.some(
          ({ value, content }) =>
            value.toString().startsWith('value 37 ') && !('failure' in content && content.failure.code === 'BAD_FACT'),
        );
        if (bad && batch.partition === 0) throw new LandfallError('BAD_FACT', 'Thirty-seven.');
        save(batch);
      },
    });
    await scene.sendCount(0, 100);
    await scene.sendCount(1, 100);
    for (const partition of upTo(2)) await eventually(() => expect(scene.written(partition)).toEqual(upTo(100)));
    expect(scene.store.failures.get(scene.lane(0))).toEqual([[37, 'BAD_FACT']]);
    expect(scene.codes('error')).toEqual(['BAD_FACT']);
    const warned = scene.told.filter(({ level }) => level === 'warn').map(({ details }) => details);
    expect(warned).toEqual([{ lane: scene.lane(0), offset: 37, fault: 'LandfallError BAD_FACT' }]);
    expect(seen).toEqual(upTo(100).map(() => 1));
  });
});

describe('a record of an unknown schema', () => {
  const unknown = Buffer.from([0, 0, 0, 0x27, 0x0f, 1, 2, 3]);
  const good = Buffer.from('good');
  let known: boolean;
  /** Knows `good`, and schema 9999 when the test says so. */
  const decode = (bytes: Buffer) => {
    if (!known && bytes[0] === 0) throw new LandfallError('UNKNOWN_SCHEMA', 'Schema id 9999.', { retryable: true });
    return { type: 'DutyPaid' } as never;
  };
  const sendAll = async (partition: number) => {
    for (const value of [good, good, unknown, good]) await scene.send(partition, [{ value }]);
  };

  it('holds up its lane for the time of patience, and no other, and is then handed on', async () => {
    known = false;
    scene = await LaneScene.create([2]);
    await scene.start({ decode, schemaPatienceMs: 1_500 });
    await sendAll(0);
    await scene.send(1, [{ value: good }]);
    await eventually(() => expect(scene.written(1)).toEqual([0]));
    await eventually(() => expect(scene.codes('warn')).toContain('UNKNOWN_SCHEMA'));
    expect(scene.written(0)).toEqual([0, 1]);
    await eventually(() => expect(scene.written(0)).toEqual([0, 1, 2, 3]));
    expect(scene.store.failures.get(scene.lane(0))).toEqual([[2, 'UNKNOWN_SCHEMA']]);
    // The window has closed: the next one goes its way at once.
    await sendAll(1);
    await eventually(() => expect(scene.written(1)).toEqual(upTo(5)), { timeoutMs: 1_000 });
    expect(scene.store.failures.get(scene.lane(1))).toEqual([[3, 'UNKNOWN_SCHEMA']]);
  });

  it('is decoded when its schema becomes known in that time', async () => {
    known = false;
    scene = await LaneScene.create([1]);
    await scene.start({ decode });
    await sendAll(0);
    await eventually(() => expect(scene.codes('warn')).toContain('UNKNOWN_SCHEMA'));
    expect(scene.written(0)).toEqual([0, 1]);
    known = true;
    await eventually(() => expect(scene.written(0)).toEqual(upTo(4)));
    expect(scene.store.failures.size).toBe(0);
  });

  it('is decoded by the member that knows it, when its lane comes to that one', async () => {
    known = false;
    scene = await LaneScene.create([2]);
    await scene.start({ decode });
    for (const partition of upTo(2)) await sendAll(partition);
    for (const partition of upTo(2)) await eventually(() => expect(scene.written(partition)).toEqual([0, 1]));
    const second = await scene.start({ decode: () => ({ type: 'DutyPaid' }) as never });
    await eventually(() => expect(second.lanes()).toHaveLength(1));
    const moved = scene.lane(0) === second.lanes()[0] ? 0 : 1;
    await eventually(() => expect(scene.written(moved)).toEqual(upTo(4)));
    expect(scene.store.failures.size).toBe(0);
    expect(scene.written(1 - moved)).toEqual([0, 1]);
  });
});
