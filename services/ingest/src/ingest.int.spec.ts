import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeRecord, encodeRecord, topics, transactionFactFromJson } from '@landfall/events';
import { RecordProducer } from '@landfall/messaging';
import { sampleFacts } from '@landfall/sample';
import { createLogger, startTelemetry, type Telemetry } from '@landfall/telemetry';
import { eventually, testServers, uniqueName } from '@landfall/testing';
import mongoose from 'mongoose';
import { toConfig } from './config.ts';
import type { RunningService } from './start.ts';
import { paymentJson, summaryJson } from './testing/facts.ts';
import { makeTopics, type TestTopics } from './testing/test-topics.ts';

const database = uniqueName('ingest');
const traceId = '0af7651916cd43dd8448eb211c80319c';
let servers: ReturnType<typeof testServers>;
let ours: TestTopics;
let telemetry: Telemetry;
let service: RunningService;
let mongo: mongoose.Connection;

beforeAll(async () => {
  servers = testServers();
  ours = await makeTopics(servers.brokers);
  telemetry = startTelemetry({ serviceName: 'ingest' });
  // As in main.ts: a meter of a module that is loaded earlier records nothing.
  const { start } = await import('./start.ts');
  const raw = {
    kafkaBrokers: servers.brokers,
    mongodbUri: servers.mongodbUri,
    mongodbDatabase: database,
    port: '0',
    topicPrefix: ours.topicPrefix,
    maxJsonBytes: '20000',
  };
  service = await start(toConfig(raw), telemetry, createLogger({ service: 'ingest', level: 'silent' }));
  mongo = await mongoose.createConnection(servers.mongodbUri, { dbName: database }).asPromise();
}, 60_000);

afterAll(async () => {
  await service.stop();
  await telemetry.shutdown();
  await mongo.dropDatabase();
  await mongo.close();
  await ours.remove();
});

const address = (path: string): string => `http://127.0.0.1:${service.port}${path}`;

type Received = {
  submissionId: string;
  accepted: number;
  rejected: number;
  receipts: { index: number; status: string; eventId: string; partition: number; offset: number }[];
};

async function post(
  body: string | ReadableStream,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const response = await fetch(address('/v1/transactions'), { method: 'POST', body, headers, duplex: 'half' });
  return { status: response.status, body: await response.text() };
}

describe('ingest on real servers', () => {
  it('acknowledges an array only when the log has it, with its coordinates and the trace of the sender', async () => {
    const headers = { 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const { status, body } = await post(
      JSON.stringify([summaryJson(), paymentJson(), paymentJson({ paidOn: 'soon' })]),
      headers,
    );
    expect(status).toBe(202);
    const { accepted, rejected, receipts } = JSON.parse(body) as Received;
    expect([accepted, rejected]).toEqual([2, 1]);
    const records = await ours.read(topics.portTransactions, 2);
    for (const { eventId, partition, offset } of receipts.filter((receipt) => receipt.status === 'accepted')) {
      const record = records.find((found) => found.partition === partition && found.offset === offset);
      expect(decodeRecord(record!.value)).toMatchObject({ eventId });
      expect(record).toMatchObject({
        key: 'entry:ABC12345676',
        headers: { ce_id: eventId, traceparent: expect.stringContaining(traceId) },
      });
    }
    const [refused] = await ours.read(topics.portTransactionsRejected, 1);
    expect(decodeRecord(refused!.value)).toMatchObject({
      code: 'INVALID_DATE',
      pointer: '/paidOn',
      position: 2,
      source: 'port-2704',
    });
  });

  it('takes a stream of many facts with broken lines between them, and keeps a receipt of every line', async () => {
    const lines = [...sampleFacts({ seed: 5, facts: 4_000 })].map((fact) => JSON.stringify(fact));
    for (let i = 100; i < 4_000; i += 100) lines[i] = lines[i]!.slice(0, -1);
    const body = Readable.toWeb(Readable.from(lines.map((line) => Buffer.from(`${line}\n`)))) as ReadableStream;
    const answer = await post(body, { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' });
    expect(answer.status).toBe(202);
    const answers = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { index: number; status: string });
    const summary = answers.pop() as unknown as Received;
    expect([summary.accepted, summary.rejected]).toEqual([3_961, 39]);
    expect(answers.map(({ index }) => index)).toEqual(lines.map((_, i) => i));
    expect(answers.filter(({ status }) => status === 'rejected').map(({ index }) => index)).toEqual(
      Array.from({ length: 39 }, (_, i) => (i + 1) * 100),
    );

    const kept = (await (await fetch(address(`/v1/submissions/${summary.submissionId}`))).json()) as Received & {
      status: string;
    };
    expect([kept.status, kept.accepted, kept.receipts.length]).toEqual(['received', 3_961, 4_000]);
    const parts = await mongo
      .collection('receipts')
      .countDocuments({ _id: { $regex: `^${summary.submissionId}/` } as never });
    expect(parts).toBeGreaterThan(3);
    const refused = await mongo.collection('rejections').findOne({ _id: `${summary.submissionId}/300` as never });
    expect(Buffer.from((refused?.['original'] as mongoose.mongo.Binary).buffer).toString()).toBe(lines[300]);
  }, 60_000);

  it('takes over what port systems put on Kafka, and refuses what is no fact', async () => {
    const producer = new RecordProducer(ours.kafka, ours.topicPrefix);
    await producer.connect();
    const read = transactionFactFromJson(paymentJson({ senderReference: 'INBOUND' }));
    if (!read.ok) throw new Error('The payment does not read.');
    await producer.send(topics.portTransactionsInbound, [
      { key: 'a', value: encodeRecord(read.fact) },
      { key: 'a', value: Buffer.from('no Avro') },
    ]);
    await producer.disconnect();
    await eventually(async () =>
      expect(await mongo.collection('inboundLanes').find({ nextOffset: 2 }).toArray()).toHaveLength(1),
    );
    expect(await countOf('landfall_ingest_facts_total', 'kafka', 'accepted')).toBe(1);
    const rejected = await mongo
      .collection('rejections')
      .find({ inboundPartition: { $type: 'number' } })
      .toArray();
    expect(rejected).toMatchObject([{ position: 1, submissionId: null, problems: [{ code: 'UNDECODABLE_RECORD' }] }]);
    const taken = (await ours.read(topics.portTransactions, 3_964)).filter(
      ({ value }) => (decodeRecord(value) as { senderReference: string }).senderReference === 'INBOUND',
    );
    expect(taken).toMatchObject([{ key: 'entry:ABC12345676' }]);
  }, 60_000);

  it('is ready when both servers answer, and refuses more JSON than is allowed', async () => {
    const ready = await fetch(address('/health/ready'));
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'up', checks: { kafka: { status: 'up' }, mongodb: { status: 'up' } } },
    ]);
    const { status, body } = await post(JSON.stringify(['x'.repeat(30_000)]), { 'content-type': 'application/json' });
    expect([status, JSON.parse(body)]).toEqual([413, expect.objectContaining({ code: 'BODY_TOO_LARGE' })]);
  });
});

async function countOf(metric: string, edge: string, outcome: string): Promise<number> {
  const { body } = await telemetry.renderMetrics();
  const lines = body
    .split('\n')
    .filter(
      (line) =>
        line.startsWith(metric) &&
        line.includes(`landfall_edge="${edge}"`) &&
        line.includes(`landfall_outcome="${outcome}"`),
    );
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
