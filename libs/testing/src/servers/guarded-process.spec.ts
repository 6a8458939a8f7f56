import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.ts';
import { startGuarded } from './guarded-process.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a guarded process', () => {
  let folder: string;
  let log: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'landfall-guarded-'));
    log = join(folder, 'log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const draining = ['/bin/sh', '-c', 'trap "echo drained; exit 0" TERM; echo up; while :; do sleep 0.02; done'];
  const isUp = () => eventually(() => expect(readFileSync(log, 'utf8')).toContain('up'));

  it('drains when it is stopped, and is gone', async () => {
    const program = startGuarded({ name: 'It', command: draining, log });
    const pid = await program.pid;
    await isUp();
    await program.stop();
    expect(readFileSync(log, 'utf8')).toContain('drained');
    expect(isAlive(pid)).toBe(false);
    expect(program.check).not.toThrow();
  });

  it('is gone without draining when it is killed', async () => {
    const program = startGuarded({ name: 'It', command: draining, log });
    await isUp();
    await program.stop('SIGKILL');
    expect(readFileSync(log, 'utf8')).not.toContain('drained');
  });

  it('takes its folder along, but not its log when it ended by itself', async () => {
    const data = join(folder, 'server');
    mkdirSync(data);
    const stopped = startGuarded({ name: 'It', command: draining, log, removes: data });
    await isUp();
    await stopped.stop();
    expect(existsSync(data)).toBe(false);

    mkdirSync(data);
    const failed = startGuarded({ name: 'It', command: ['/bin/sh', '-c', 'exit 3'], log, removes: data });
    await failed.ended;
    expect(existsSync(data)).toBe(true);
  });

  it('leaves its folder when it is ended to be started again, and tells its exit code', async () => {
    const data = join(folder, 'server');
    mkdirSync(data);
    const program = startGuarded({ name: 'It', command: draining, log, removes: data });
    await isUp();
    await program.stop('SIGTERM', { keep: true });
    expect(existsSync(data)).toBe(true);
    expect(await program.status).toBe(0);
  });

  it('tells the end of its log when it ended by itself', async () => {
    const program = startGuarded({
      name: 'The broker',
      command: ['/bin/sh', '-c', 'echo the disk is full; exit 3'],
      log,
    });
    await program.ended;
    expect(program.check).toThrow(/The broker ended by itself with status 3[^]*the disk is full/);
  });

  it('tells that its program is not there', async () => {
    const program = startGuarded({ name: 'The broker', command: [join(folder, 'absent')], log });
    await program.ended;
    expect(program.check).toThrow(/ENOENT/);
  });

  it('ends when its parent is killed', async () => {
    const guardian = new URL('guardian.mjs', import.meta.url).pathname;
    const parent = join(folder, 'parent.mjs');
    writeFileSync(
      parent,
      `import { spawn } from 'node:child_process';
       spawn(process.execPath, ${JSON.stringify([guardian, log, '', ...draining])}, { stdio: ['pipe', 'inherit', 'ignore'], detached: true });`,
    );
    const child = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = await new Promise<number>((resolve) => child.stdout.once('data', (data) => resolve(Number(data))));
    await isUp();
    child.kill('SIGKILL');
    await eventually(() => expect(isAlive(pid)).toBe(false));
    expect(readFileSync(log, 'utf8')).toContain('drained');
  });
});
