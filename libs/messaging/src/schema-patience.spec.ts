import { describe, expect, it } from '@jest/globals';
import { schemaIdOf, SchemaPatience } from './schema-patience.ts';

const scene = () => {
  const patience = new SchemaPatience({ patienceMs: 30, quietMs: 600, windows: 3 });
  return (id: number, ...times: number[]): boolean[] => times.map((now) => patience.waits(id, now));
};

describe('patience with unknown schemas', () => {
  it('has one window, from the first one on', () => {
    const waits = scene();
    expect(waits(7, 1_000, 1_029, 1_030, 1_500)).toEqual([true, true, false, false]);
  });

  it('opens again when the schema was not seen for long enough', () => {
    const waits = scene();
    waits(7, 1_000);
    expect(waits(7, 1_599, 2_198, 2_798, 2_827, 2_828)).toEqual([false, false, true, true, false]);
  });

  it('has a window for each schema, however often garbage comes', () => {
    const waits = scene();
    for (let now = 1_000; now < 5_000; now += 100) waits(666, now);
    expect(waits(7, 5_000, 5_029, 5_030)).toEqual([true, true, false]);
    expect(waits(666, 5_040)).toEqual([false]);
  });

  it('opens a few windows at most, whatever ids are made up', () => {
    const waits = scene();
    let waiting = 0;
    for (let now = 1_000; now < 2_800; now++) if (waits(now, now)[0]) waiting++;
    // Three windows in each of three such times.
    expect(waiting).toBeLessThanOrEqual(9 * 30);
    expect(waiting).toBeGreaterThan(0);
  });

  it('lets what comes when no more may open wait in the last one', () => {
    const waits = scene();
    for (const id of [1, 2, 3]) expect(waits(id, 1_000 + id)).toEqual([true]);
    expect(waits(4, 1_010, 1_032, 1_033)).toEqual([true, true, false]);
    // A window of its own, since none of its own was used up.
    expect(waits(4, 1_601, 1_630)).toEqual([true, true]);
  });

  it('remembers few schemas, and forgets those first that were not seen for longest', () => {
    const patience = new SchemaPatience({ patienceMs: 30, quietMs: 600, windows: 1_000 });
    for (let id = 1; id <= 64; id++) patience.waits(id, 1_000);
    expect(patience.waits(1, 1_100)).toBe(false);
    patience.waits(65, 1_100);
    expect(patience.waits(1, 1_101)).toBe(false);
    expect(patience.waits(2, 1_101)).toBe(true);
  });
});

describe('the id of a schema', () => {
  it('stands behind a zero byte, in four bytes', () => {
    expect(schemaIdOf(Buffer.from([0, 0xff, 0, 0x27, 0x0f, 1]))).toBe(0xff00270f);
    expect(schemaIdOf(Buffer.from([0, 1, 2, 3]))).toBe(0);
  });
});
