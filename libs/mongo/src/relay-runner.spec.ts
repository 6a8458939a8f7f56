import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { RelayRunner } from './relay-runner.ts';

/** A lane's log: how much was written, how much published. */
function logs(failures = 0, backOffMs?: (faults: number) => number) {
  const written = new Map<string, number>();
  const published = new Map<string, number>();
  const faults: string[] = [];
  const runner = new RelayRunner({
    relay: async (lane) => {
      await Promise.resolve();
      if (failures-- > 0) throw new Error('away');
      const next = (published.get(lane) ?? 0) + 1;
      if (next > (written.get(lane) ?? 0)) return false;
      published.set(lane, next);
      return true;
    },
    onFault: (lane) => faults.push(lane),
    idleMs: 60_000,
    ...(backOffMs && { backOffMs }),
  });
  return { written, published, faults, runner };
}

describe('the relay runner', () => {
  it('publishes what was written before, and what is written when it is told', async () => {
    const { written, published, runner } = logs();
    written.set('a', 3);
    runner.own(['a', 'b']);
    await sleep(5);
    expect(published.get('a')).toBe(3);
    written.set('b', 2);
    runner.notify('b');
    await sleep(5);
    expect(published.get('b')).toBe(2);
    await runner.stop();
  });

  it('leaves lanes that it no longer owns', async () => {
    const { written, published, runner } = logs();
    runner.own(['a']);
    await sleep(5);
    runner.own(['b']);
    written.set('a', 1);
    runner.notify('a');
    await sleep(5);
    expect(published.get('a')).toBeUndefined();
    await runner.stop();
  });

  it('tries again after a fault, and stops at once while it waits', async () => {
    const { written, published, faults, runner } = logs(1);
    written.set('a', 1);
    runner.own(['a']);
    await sleep(150);
    expect(faults).toEqual(['a']);
    expect(published.get('a')).toBe(1);
    await runner.stop();
  });

  it('tells a fault that repeats at doubling counts, and a new one at once', async () => {
    const asked: number[] = [];
    const { written, published, faults, runner } = logs(10, (count) => {
      asked.push(count);
      return 0;
    });
    written.set('a', 1);
    runner.own(['a']);
    await eventuallyTrue(() => published.get('a') === 1);
    expect(asked).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(faults).toHaveLength(4);
    await runner.stop();
  });

  it('waits long where a person is needed: what was sent before would go out over and over', async () => {
    let attempts = 0;
    const runner = new RelayRunner({
      relay: async () => {
        attempts++;
        throw new LandfallError('QUARANTINE_INCOMPLETE', 'Somebody has deleted a record.');
      },
      onFault: () => undefined,
      backOffMs: () => 0,
    });
    runner.own(['a']);
    await eventuallyTrue(() => attempts > 1);
    expect(attempts).toBe(1);
    await runner.stop();
  });
});

async function eventuallyTrue(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !condition(); turn++) await sleep(1);
}
