import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from './ports.ts';
import { Restartable } from './restartable.ts';

/** Answers with how often it was started. */
const SERVER = `
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const [, , port, file] = process.argv;
const starts = Number(readFileSync(file, 'utf8')) + 1;
writeFileSync(file, String(starts));
createServer((request, response) => response.end(String(starts))).listen(Number(port), '127.0.0.1');
`;

describe('a server that is started again', () => {
  let folder: string;
  let server: Restartable;
  let ask: () => Promise<string>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'landfall-restartable-'));
    const [program, data, port] = [join(folder, 'server.mjs'), join(folder, 'starts'), await freePort()];
    writeFileSync(program, SERVER);
    writeFileSync(data, '0');
    ask = async () => (await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(1_000) })).text();
    const command = [process.execPath, program, String(port), data];
    const ready = async (check: () => void) => {
      check();
      await ask();
    };
    const log = join(folder, 'log');
    server = new Restartable({ name: 'It', log, command, removes: folder, ready, everyMs: 20 }, `127.0.0.1:${port}`);
    await server.start();
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds its data where it left them', async () => {
    expect(await ask()).toBe('1');
    await server.stop('SIGKILL');
    await expect(ask()).rejects.toThrow();
    await server.start();
    expect(await ask()).toBe('2');
  });

  it('answers nothing while it is frozen, and goes on when thawed', async () => {
    await server.freeze();
    await expect(ask()).rejects.toThrow(/timeout/);
    await server.thaw();
    expect(await ask()).toBe('1');
  });

  it('takes its data along when it is closed', async () => {
    await server.close();
    expect(existsSync(folder)).toBe(false);
  });
});
