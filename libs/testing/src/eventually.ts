import { setTimeout as sleep } from 'node:timers/promises';

export type Patience = {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** After this has happened the assertion is tried once more, and no longer. */
  readonly unless?: Promise<unknown>;
};

/** Repeats an assertion until it holds; after the time is up its last error is thrown. Tests wait with this, never by sleeping. */
export async function eventually<T>(assertion: () => T | Promise<T>, patience: Patience = {}): Promise<T> {
  const { timeoutMs, everyMs, unless } = { timeoutMs: 15_000, everyMs: 50, ...patience };
  const deadline = performance.now() + timeoutMs;
  let over = false;
  void unless?.then(() => (over = true));
  for (;;) {
    const last = over || performance.now() > deadline;
    try {
      return await assertion();
    } catch (error) {
      if (last) throw error;
      await sleep(everyMs);
    }
  }
}
