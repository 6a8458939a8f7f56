import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { FakeClock, supplyFakeClock } from './fake-clock.ts';
import { orSkip } from './or-skip.ts';

const DAY = 86_400_000;
const library = await orSkip('a fake clock', () => supplyFakeClock());

describe('the library for it', () => {
  it('may be named', async () =>
    expect(await supplyFakeClock({ LANDFALL_LIBFAKETIME: '/a/lib.so' })).toBe('/a/lib.so'));
});

(library ? describe : describe.skip)('a fake clock', () => {
  it('is days off for the processes that have it', async () => {
    const clock = await FakeClock.of(library!, -1);
    const ask = async () => {
      const env = { ...process.env, ...clock.env };
      const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'Date.now()'], { env });
      return Math.round((Number(stdout) - Date.now()) / DAY);
    };
    expect(await ask()).toBe(-1);
    await clock.jump(1);
    expect(await ask()).toBe(1);
    await clock.close();
  });
});
