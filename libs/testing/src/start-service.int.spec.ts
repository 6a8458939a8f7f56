import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startService } from './start-service.ts';

/** A service that is ready at the third question, and takes what GREETING says along. */
const SERVICE = `
import { createServer } from 'node:http';
type Answer = { status: number; text: string };
let questions = 0;
const answer = (): Answer => (++questions < 3 ? { status: 503, text: 'wait' } : { status: 200, text: 'ready' });
const server = createServer((request, response) => {
  const { status, text } = answer();
  response.writeHead(status).end(text);
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(process.env.GREETING));
process.on('SIGTERM', () => { console.log('drained'); process.exit(0); });
`;

describe('a service under test', () => {
  let folder: string;
  let entry: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'landfall-service-spec-'));
    entry = join(folder, 'main.ts');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs from source, is ready when started, and drains when stopped', async () => {
    writeFileSync(entry, SERVICE);
    const service = await startService(entry, { GREETING: 'good morning' });
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect(service.output()).toBe('good morning\n');
    await service.stop();
    expect(service.output()).toBe('good morning\ndrained\n');
    expect(await service.status).toBe(0);
    await expect(fetch(service.url)).rejects.toThrow();
  });

  it('does not drain when killed', async () => {
    writeFileSync(entry, SERVICE);
    const service = await startService(entry, { GREETING: 'good morning' });
    expect(() => process.kill(service.pid, 0)).not.toThrow();
    await service.kill();
    await service.ended;
    expect(service.output()).toBe('good morning\n');
    expect(() => process.kill(service.pid, 0)).toThrow();
  });

  it('that does not start tells why at once', async () => {
    writeFileSync(entry, `throw new Error('SUB_ACCOUNT_SECRET is missing');`);
    const started = startService(entry, {});
    await expect(started).rejects.toMatchObject({ code: 'SERVICE_DID_NOT_START' });
    await expect(started).rejects.toThrow('SUB_ACCOUNT_SECRET is missing');
  });

  it('that never becomes ready is ended', async () => {
    writeFileSync(entry, SERVICE.replace('< 3', '< 1e9'));
    await expect(startService(entry, { GREETING: 'up' }, { readyWithinMs: 1_500 })).rejects.toThrow(/not ready[^]*up/);
  });
});
