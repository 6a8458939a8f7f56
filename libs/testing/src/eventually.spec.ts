import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';

describe('eventually', () => {
  it('repeats an assertion until it holds, and gives its value', async () => {
    let tries = 0;
    const third = () => {
      if (++tries < 3) throw new Error('not yet');
      return tries;
    };
    await expect(eventually(third, { everyMs: 1 })).resolves.toBe(3);
  });

  it('throws the last error when the time is up', async () => {
    let tries = 0;
    const never = () => Promise.reject(new Error(`try ${++tries}`));
    await expect(eventually(never, { timeoutMs: 20, everyMs: 1 })).rejects.toThrow(/^try [2-9]|^try \d\d/);
  });

  it('tries only once more when what it waits for can no longer come', async () => {
    let tries = 0;
    const never = () => {
      throw new Error(`try ${++tries}`);
    };
    await expect(eventually(never, { timeoutMs: 60_000, everyMs: 1, unless: Promise.resolve() })).rejects.toThrow(
      'try 2',
    );
  });
});
