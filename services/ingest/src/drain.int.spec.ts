import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@landfall/events';
import { eventually, serviceCommand, testServers, uniqueName } from '@landfall/testing';
import { paymentJson } from './testing/facts.ts';
import { makeTopics, type TestTopics } from './testing/test-topics.ts';

let ours: TestTopics;
const children: ChildProcess[] = [];

beforeAll(async () => {
  ours = await makeTopics(testServers().brokers);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await ours.remove();
});

function run(env: Record<string, string>): ChildProcess {
  const [program, ...args] = serviceCommand('services/ingest/src/main.ts');
  const child = spawn(program!, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function portOf(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port: number };
    if (msg === 'ingest is ready') return port;
  }
  throw new Error('The service ended before it was ready.');
}

describe('the process', () => {
  it('finishes an upload that is under way when it is told to end, refuses others, and exits 0', async () => {
    const { brokers, mongodbUri } = testServers();
    const child = run({
      KAFKA_BROKERS: brokers,
      MONGODB_URI: mongodbUri,
      MONGODB_DATABASE: uniqueName('ingest'),
      PORT: '0',
      TOPIC_PREFIX: ours.topicPrefix,
    });
    const port = await portOf(child);
    // A client that keeps its connections must not hold up the end.
    const agent = new Agent({ keepAlive: true });
    const upload: ClientRequest = request({
      agent,
      port,
      path: '/v1/transactions',
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
    const exited = once(child, 'exit');
    upload.write(`${JSON.stringify(paymentJson())}\n`);
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200));

    child.kill('SIGTERM');
    await eventually(async () => {
      const status = await fetch(`http://127.0.0.1:${port}/health/live`).then(
        ({ status }) => status,
        () => 0,
      );
      expect([0, 503]).toContain(status);
    });
    upload.end(`${JSON.stringify(paymentJson({ senderReference: 'P-2' }))}\n`);
    const [response] = await answered;
    expect(response.statusCode).toBe(202);
    expect(JSON.parse(await text(response))).toMatchObject({ accepted: 2, rejected: 0 });
    const answeredAt = performance.now();
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - answeredAt).toBeLessThan(10_000);
    expect(await ours.read(topics.portTransactions, 2)).toHaveLength(2);
  }, 60_000);

  it('names every variable that is wrong before it starts, and exits 1', async () => {
    const child = run({ KAFKA_BROKERS: 'nowhere', MONGODB_URI: '', PORT: 'x' });
    const said = text(child.stderr!);
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await said).toMatch(/KAFKA_BROKERS is "nowhere".*\nMONGODB_URI is missing.*\nPORT is "x"/);
  }, 30_000);
});
