import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { lastWords, moduleOf, phases, withCalls } from './places.mjs';

const loader = fileURLToPath(new URL('loader.mjs', import.meta.url));
const run = (kill: string) =>
  spawnSync(process.execPath, ['--import', loader, '--eval', '0'], {
    env: { ...process.env, LANDFALL_CHAOS_KILL: kill },
    encoding: 'utf8',
  });

describe('the places where a process can be made to die', () => {
  it.each(phases)('%s is found in the source as it is now', (phase) =>
    expect(moduleOf(phase)).toMatch(/^file:.*\.ts$/),
  );

  it('get their call in front of each statement', () =>
    expect(withCalls('a(); b(); c();', ['b();', 'c();'], 'die(); ', 'x.ts')).toBe('a(); die(); b(); die(); c();'));

  it('are refused when the statement is not there, or there twice', () => {
    expect(() => withCalls('a();', ['b();'], 'die();', 'x.ts')).toThrow('x.ts must have "b();" exactly once');
    expect(() => withCalls('b(); b();', ['b();'], 'die();', 'x.ts')).toThrow('exactly once');
  });
});

describe('the loader', () => {
  it('does not start a process for a phase that there is not', () => {
    const { status, stderr } = run('on-sunday:1');
    expect(status).not.toBe(0);
    expect(stderr).toContain('PHASE:COUNT');
  });

  it('lets a process live that never comes to the place', () => {
    const { status, stderr } = run('after-commit:1');
    expect(status).toBe(0);
    expect(stderr).not.toContain(lastWords('after-commit'));
  });
});
