import { afterAll, describe, expect, it } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import { contextOf, injectTraceHeaders, linksOf } from './propagation.ts';
import { startTelemetry } from './start-telemetry.ts';

const telemetry = startTelemetry({ serviceName: 'propagation-spec' });
const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

afterAll(() => telemetry.shutdown());

describe('trace headers', () => {
  it.each([
    ['text', traceparent],
    ['bytes', Buffer.from(traceparent)],
    ['a list', [Buffer.from(traceparent)]],
  ])('are read from %s', (_form, value) =>
    expect(trace.getSpanContext(contextOf({ traceparent: value }))?.traceId).toBe(traceId),
  );

  it('travel on beside other headers, also where nothing is traced here', () =>
    context.with(contextOf({ traceparent }), () => {
      expect(injectTraceHeaders({ ce_id: 'x' })).toEqual({ ce_id: 'x', traceparent });
    }));

  it('are absent outside a trace', () => expect(injectTraceHeaders({ ce_id: 'x' })).toEqual({ ce_id: 'x' }));

  it('that are no trace context are passed over', () =>
    expect(trace.getSpanContext(contextOf({ traceparent: 'nonsense' }))).toBeUndefined());

  it('become one link a trace, at most 128', () => {
    const other = (i: number) => ({ traceparent: `00-${i.toString(16).padStart(32, '0')}-b7ad6b7169203331-01` });
    expect(
      linksOf([{ traceparent }, {}, { traceparent: Buffer.from(traceparent) }, { traceparent: 'no' }]).map(
        (link) => link.context.traceId,
      ),
    ).toEqual([traceId]);
    expect(linksOf(Array.from({ length: 500 }, (_, i) => other(i + 1)))).toHaveLength(128);
  });

  it('use the W3C form', () =>
    expect(propagation.fields()).toEqual(expect.arrayContaining(['traceparent', 'tracestate'])));
});
