import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@landfall/testing';

const root = fileURLToPath(new URL('../../', import.meta.url));
const facts = ['--facts', '500'];

/** npm start brings up servers of its own, which is not to be had where a run uses others. */
const own = ['LANDFALL_SERVERS', 'KAFKA_BROKERS', 'MONGODB_URI'].some((name) => process.env[name])
  ? describe.skip
  : describe;

own('npm start', () => {
  let child: ChildProcess;
  let output = '';
  const start = (...args: string[]) => {
    output = '';
    child = spawn('npm', ['start', '--silent', '--', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (data: Buffer) => (output += data.toString()));
    return once(child, 'exit').then(([code]) => code as number | null);
  };
  const urlOf = (name: string) => new RegExp(`^ *${name} {2,}(?:POST )?(\\S+)`, 'm').exec(output)?.[1] ?? '';

  afterEach(() => void child.kill('SIGTERM'));

  it('consolidates a sample, shows an account, and ends with --once', async () => {
    expect({ status: await start('--once', ...facts), output }).toMatchObject({ status: 0 });
    expect(output).toMatch(/500 facts consolidated: \d+ applied, \d+ duplicates, \d+ conflicts, 0 quarantined/);
    expect(output).toMatch(/\d+ sub-accounts and 40 companies recounted: all equal/);
    expect(output).toMatch(/^ +Total +\$[\d,.]+ +\$[\d,.]+ +\$[\d,.]+ +-?\$[\d,.]+$/m);
    expect(output).toContain('Landfall is ready');
    await expect(fetch(urlOf('Lanes'))).rejects.toThrow();
  }, 120_000);

  it('stays until it is interrupted, and leaves nothing running', async () => {
    const ended = start(...facts);
    await eventually(() => expect(output).toContain('Landfall is ready'), { timeoutMs: 110_000 });
    expect((await fetch(urlOf('Account'))).status).toBe(200);
    // As a terminal does at Ctrl-C: to npm and to all that it started.
    process.kill(-child.pid!, 'SIGINT');
    await ended;
    expect(output).toMatch(/ingest: ended[^]*account-consolidation: ended[^]*broker and database: ended/);
    for (const name of ['Lanes', 'Publish facts']) await expect(fetch(urlOf(name))).rejects.toThrow();
  }, 150_000);

  it('refuses an option that it does not know', async () => {
    expect(await start('--twice')).toBe(2);
    expect(output).toContain('--no-sample');
  }, 30_000);
});
