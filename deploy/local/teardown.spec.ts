import { describe, expect, it } from '@jest/globals';
import { Teardown } from './teardown.ts';

describe('what was started', () => {
  it('is ended in the reverse order, once, and all of it', async () => {
    const ended: string[] = [];
    const said: string[] = [];
    const teardown = new Teardown();
    teardown.add('servers', async () => void ended.push('servers'));
    teardown.add('ingest', () => Promise.reject(new Error('it hangs')));
    teardown.add('account-consolidation', async () => void ended.push('account-consolidation'));
    await Promise.all([teardown.run((line) => said.push(line)), teardown.run((line) => said.push(line))]);
    expect(ended).toEqual(['account-consolidation', 'servers']);
    expect(said[1]).toMatch(/^ingest: did not end: it hangs/);
    expect(said).toHaveLength(3);
  });
});
