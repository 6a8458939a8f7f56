import { setTimeout as sleep } from 'node:timers/promises';

export type Patience = { readonly timeoutMs?: number; readonly everyMs?: number };

/** Repeats an assertion until it holds; after the time is up its last error is thrown. Tests wait with this, never by sleeping. */
export async function eventually<T>(assertion: () => T | Promise<T>, { timeoutMs = 15_000, everyMs = 50 }: Patience = {}): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(everyMs);
    }
  }
}
