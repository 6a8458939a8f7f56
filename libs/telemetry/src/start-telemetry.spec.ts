import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { inBatchSpan, inSpan } from './batch-span.ts';
import { startTelemetry, type Telemetry } from './start-telemetry.ts';

type Sent = {
  name: string;
  kind: number;
  traceId: string;
  parentSpanId?: string;
  spanId: string;
  links?: { traceId: string }[];
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number };
};

const received: Sent[] = [];
let collector: Server;
let telemetry: Telemetry;

beforeAll(async () => {
  collector = createServer((request, response) => void receive(request).then(() => response.end('{}')));
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  telemetry = startTelemetry({
    serviceName: 'spec',
    otlpEndpoint: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`,
  });
});
afterAll(() => void collector.close());

async function receive(request: IncomingMessage): Promise<void> {
  const { resourceSpans } = JSON.parse(await text(request)) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] };
  if (request.url === '/v1/traces')
    received.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
}

describe('startTelemetry', () => {
  it("renders metrics in Prometheus's text format, the process's own among them", async () => {
    metrics.getMeter('spec').createCounter('landfall.spec.records').add(3, { 'landfall.lane': 'x@1/0' });
    const { contentType, body } = await telemetry.renderMetrics();
    expect(contentType).toContain('text/plain; version=0.0.4');
    expect(body).toContain('landfall_spec_records_total{landfall_lane="x@1/0"} 3');
    expect(body).toMatch(/process_memory_usage\S* \d{7,}/);
    expect(body).toMatch(/process_cpu_time_total\S* \d+\.\d+/);
    expect(body).toContain('service_name="spec"');
    expect(body).not.toContain('process_command');
  });

  it('sends batch spans with links to the traces of their records, and names a failure by its code only', async () => {
    const links = [{ traceparent: Buffer.from('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01') }];
    await inBatchSpan({ name: 'consolidate', topic: 'port.transactions', partition: 3, links, size: 1 }, () =>
      inSpan('write', {}, async () => undefined),
    );
    const fault = Object.assign(new Error('123-45-6789 owes money'), { code: 'LANE_FENCED' });
    await expect(
      inBatchSpan({ name: 'consolidate', topic: 'port.transactions', partition: 4, links: [] }, () =>
        Promise.reject(fault),
      ),
    ).rejects.toBe(fault);
    await telemetry.shutdown();

    const [write, good, bad] = received;
    expect(good).toMatchObject({
      name: 'consolidate port.transactions',
      kind: 5,
      links: [{ traceId: '0af7651916cd43dd8448eb211c80319c' }],
    });
    expect(write).toMatchObject({ name: 'write', parentSpanId: good?.spanId });
    expect(good?.attributes).toEqual(
      expect.arrayContaining([{ key: 'messaging.destination.partition.id', value: { stringValue: '3' } }]),
    );
    expect(bad?.status.code).toBe(2);
    expect(bad?.attributes).toEqual(
      expect.arrayContaining([{ key: 'error.type', value: { stringValue: 'LANE_FENCED' } }]),
    );
    expect(JSON.stringify(bad)).not.toContain('owes money');
  });
});
