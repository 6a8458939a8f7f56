import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exists } from './find-program.ts';

const LIBRARY = 'libfaketimeMT.so.1';

/**
 * The library that gives a process a clock of its own: LANDFALL_LIBFAKETIME, or where Debian's package puts it.
 * @throws Error which says how to provide it
 */
export async function supplyFakeClock(env = process.env): Promise<string> {
  const given = env['LANDFALL_LIBFAKETIME'];
  if (given) return given;
  const machines = await readdir('/usr/lib').catch(() => []);
  for (const folder of ['/usr/local/lib', ...machines.map((name) => join('/usr/lib', name))]) {
    const library = join(folder, 'faketime', LIBRARY);
    if (await exists(library)) return library;
  }
  throw new Error(
    'libfaketime is not installed: apt-get install libfaketime, or name the library in LANDFALL_LIBFAKETIME',
  );
}

/** A clock that a test moves, also while a process lives by it. Timers and durations stay right. */
export class FakeClock {
  readonly #folder: string;
  /** Gives a process this clock. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(folder: string, env: Record<string, string>) {
    this.#folder = folder;
    this.env = env;
  }

  static async of(library: string, days: number): Promise<FakeClock> {
    const folder = await mkdtemp(join(tmpdir(), 'landfall-clock-'));
    const clock = new FakeClock(folder, {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: join(folder, 'time'),
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
    await clock.jump(days);
    return clock;
  }

  /** So many days before or behind the right time, seen within a second. */
  async jump(days: number): Promise<void> {
    // Renamed, since a reader of a file that is half written would see another time still.
    const fresh = join(this.#folder, 'next');
    await writeFile(fresh, `${days < 0 ? '-' : '+'}${Math.abs(days)}d\n`);
    await rename(fresh, join(this.#folder, 'time'));
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}
