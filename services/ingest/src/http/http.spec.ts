import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { topics } from '@landfall/events';
import { createLogger } from '@landfall/telemetry';
import fc from 'fast-check';
import { MemoryFactPublisher } from '../adapters/memory-fact-publisher.ts';
import { MemoryInboundStore } from '../adapters/memory-inbound-store.ts';
import { MemorySubmissionStore } from '../adapters/memory-submission-store.ts';
import { paymentJson, summaryJson } from '../testing/facts.ts';
import { createApp } from './create-app.ts';

let publisher: MemoryFactPublisher;
let submissions: MemorySubmissionStore;
let app: NestFastifyApplication;
let kafka: () => Promise<void>;

beforeEach(async () => {
  publisher = new MemoryFactPublisher();
  submissions = new MemorySubmissionStore();
  kafka = async () => undefined;
  const operations = {
    telemetry: { renderMetrics: async () => ({ contentType: 'text/plain', body: 'up 1\n' }) },
    checks: { kafka: () => kafka() },
  };
  const adapters = {
    publisher,
    submissions,
    inbound: new MemoryInboundStore(),
    operations,
    limits: { maxJsonBytes: 4_000 },
  };
  app = await createApp(adapters, createLogger({ service: 'spec', level: 'silent' }));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterEach(() => app.close());

type Answer = { statusCode: number; headers: Record<string, unknown>; body: string };

const post = (payload: string | Buffer | Readable, headers: Record<string, string>): Promise<Answer> =>
  app.inject({ method: 'POST', url: '/v1/transactions', payload, headers });

const json = { 'content-type': 'application/json' };
const ndjson = { 'content-type': 'application/x-ndjson' };

describe('POST /v1/transactions', () => {
  it('takes one fact', async () => {
    const { statusCode, headers, body } = await post(JSON.stringify(paymentJson()), {
      ...json,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    expect(statusCode).toBe(202);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    const receipt = {
      index: 0,
      status: 'accepted',
      eventId: '48808c201255077c40e0e0a421e46554',
      declaration: 'entry:ABC12345676',
      partition: expect.any(Number),
      offset: 0,
    };
    expect(JSON.parse(body)).toEqual({
      submissionId: expect.any(String),
      accepted: 1,
      rejected: 0,
      receipts: [receipt],
    });
    expect(publisher.read(topics.portTransactions)).toMatchObject([
      {
        key: 'entry:ABC12345676',
        headers: {
          ce_specversion: '1.0',
          ce_id: '48808c201255077c40e0e0a421e46554',
          ce_type: 'landfall.transactions.DutyPaid',
          ce_source: 'port-2704',
          ce_time: '2026-01-20T15:00:00.000Z',
        },
      },
    ]);
  });

  it('takes an array, and a fact that is refused refuses no other', async () => {
    const { statusCode, body } = await post(
      JSON.stringify([paymentJson(), paymentJson({ entryNumber: 'ABC12345675' }), summaryJson()]),
      json,
    );
    expect(statusCode).toBe(202);
    expect(JSON.parse(body)).toMatchObject({
      accepted: 2,
      rejected: 1,
      receipts: [
        { index: 0, status: 'accepted' },
        {
          index: 1,
          status: 'rejected',
          code: 'ENTRY_NUMBER_CHECK_DIGIT',
          pointer: '/entryNumber',
          reason: 'The check digit of ABC-1234567 is 6, not 5.',
          problems: [{ code: 'ENTRY_NUMBER_CHECK_DIGIT', citation: 'CATAIR Appendix E' }],
        },
        { index: 2, status: 'accepted' },
      ],
    });
    expect(submissions.rejections).toMatchObject([
      {
        source: 'port-2704',
        position: 1,
        original: Buffer.from(JSON.stringify(paymentJson({ entryNumber: 'ABC12345675' }))),
      },
    ]);
    expect(publisher.read(topics.portTransactionsRejected)).toMatchObject([{ key: 'port-2704' }]);
  });

  it('answers as many receipts as there are lines, in their order, whatever the lines hold', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            JSON.stringify(paymentJson()),
            JSON.stringify(paymentJson({ paidOn: 'x' })),
            '{broken',
            '"text"',
            '[]',
            'é',
          ),
        ),
        async (lines) => {
          const { statusCode, headers, body } = await post(Readable.from([Buffer.from(lines.join('\n'))]), {
            ...ndjson,
            accept: 'application/x-ndjson',
          });
          expect(statusCode).toBe(202);
          expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
          const answers = body
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>);
          const receipts = answers.slice(0, -1);
          expect(receipts.map(({ index }) => index)).toEqual(lines.map((_, index) => index));
          expect(receipts.map(({ status }) => status)).toEqual(
            lines.map((line) => (line === JSON.stringify(paymentJson()) ? 'accepted' : 'rejected')),
          );
          expect(answers.at(-1)).toMatchObject({
            accepted: receipts.filter(({ status }) => status === 'accepted').length,
          });
        },
      ),
      { numRuns: 30 },
    ));

  it('sends a long stream in batches and numbers its receipts through', async () => {
    const line = `${JSON.stringify(paymentJson())}\n`;
    const { body } = await post(Readable.from(Array.from({ length: 50 }, () => Buffer.from(line.repeat(50)))), ndjson);
    const { accepted, receipts } = JSON.parse(body) as {
      accepted: number;
      receipts: { index: number; offset: number }[];
    };
    expect(accepted).toBe(2_500);
    expect(receipts.map(({ index, offset }) => [index, offset])).toEqual(
      Array.from({ length: 2_500 }, (_, i) => [i, i]),
    );
  });

  type Refused = { what: string; payload: string; headers: Record<string, string>; status: number; code: string };
  const type = (name: string): Record<string, string> => ({ 'content-type': name });
  const gzipped = { ...json, 'content-encoding': 'gzip' };
  const notTaken = { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' };
  const refused: Refused[] = [
    { what: 'broken JSON', payload: '{"type":', headers: json, status: 400, code: 'BODY_NOT_JSON' },
    { what: 'an empty body', payload: '', headers: json, status: 400, code: 'BODY_NOT_JSON' },
    { what: 'XML', payload: '<x/>', headers: type('application/xml'), ...notTaken },
    { what: 'a form', payload: 'a=b', headers: type('application/x-www-form-urlencoded'), ...notTaken },
    { what: 'another charset', payload: '{}', headers: type('application/json; charset=latin1'), ...notTaken },
    { what: 'a compressed body', payload: 'x', headers: gzipped, ...notTaken },
    { what: 'too much JSON', payload: `"${'x'.repeat(5_000)}"`, headers: json, status: 413, code: 'BODY_TOO_LARGE' },
  ];

  it.each(refused)('answers $what with problem details', async ({ payload, headers, status, code }) => {
    const answer = await post(payload, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({
      status,
      code,
      type: `/docs/errors#${code}`,
      title: expect.any(String),
      detail: expect.any(String),
    });
    expect(publisher.read(topics.portTransactions)).toEqual([]);
  });

  it('asks to come again while the broker is away, and takes the repetition', async () => {
    publisher.away = true;
    const refused = await post(JSON.stringify(paymentJson()), json);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5']);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'KAFKA_UNAVAILABLE', status: 503 });
    publisher.away = false;
    expect(JSON.parse((await post(JSON.stringify(paymentJson()), json)).body)).toMatchObject({ accepted: 1 });
  });
});

describe('GET /v1/submissions/{id}', () => {
  const get = (url: string, headers = {}): Promise<Answer> => app.inject({ method: 'GET', url, headers });

  it('tells what became of a submission, in either form', async () => {
    const posted = JSON.parse((await post(JSON.stringify([paymentJson(), {}]), json)).body) as {
      submissionId: string;
      receipts: unknown[];
    };
    const asJson = await get(`/v1/submissions/${posted.submissionId}`);
    expect(JSON.parse(asJson.body)).toEqual({
      ...posted,
      status: 'received',
      mediaType: 'application/json',
      receivedAt: expect.any(String),
      finishedAt: expect.any(String),
    });
    const lines = (await get(`/v1/submissions/${posted.submissionId}`, { accept: 'application/x-ndjson' })).body
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown).slice(0, -1)).toEqual(posted.receipts);
  });

  it('knows no other', async () =>
    expect(JSON.parse((await get('/v1/submissions/none')).body)).toMatchObject({
      status: 404,
      code: 'SUBMISSION_NOT_FOUND',
    }));

  it('stands beside health, metrics and the description of the API', async () => {
    expect((await get('/health/live')).statusCode).toBe(200);
    expect((await get('/health/ready')).statusCode).toBe(200);
    kafka = () => Promise.reject(new Error('gone'));
    const ready = await get('/health/ready');
    expect([ready.statusCode, JSON.parse(ready.body)]).toEqual([
      503,
      { status: 'down', checks: { kafka: { status: 'down', reason: 'gone' } } },
    ]);
    expect((await get('/metrics')).body).toBe('up 1\n');
    const api = JSON.parse((await get('/openapi.json')).body) as {
      paths: Record<string, { post?: { requestBody: { content: object } } }>;
    };
    expect(Object.keys(api.paths)).toEqual(['/v1/transactions', '/v1/submissions/{submissionId}']);
    expect(Object.keys(api.paths['/v1/transactions']!.post!.requestBody.content)).toEqual([
      'application/json',
      'application/x-ndjson',
    ]);
  });
});
