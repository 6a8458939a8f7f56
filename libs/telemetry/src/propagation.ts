import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Link,
} from '@opentelemetry/api';

/** A Kafka header may have no value: null. */
type HeaderValue = Buffer | string | null | readonly (Buffer | string | null)[] | undefined;

/** Headers of a Kafka record or of an HTTP request. */
export type CarriedHeaders = Readonly<Record<string, HeaderValue>>;

/** OpenTelemetry's own limit of links on a span. */
const MAX_LINKS = 128;

const getter = {
  get: (headers: CarriedHeaders, name: string): string | undefined => textOf(headers[name]),
  keys: (headers: CarriedHeaders): string[] => Object.keys(headers),
};

function textOf(value: HeaderValue): string | undefined {
  const single = Array.isArray(value)
    ? (value[0] as Buffer | string | null | undefined)
    : (value as Buffer | string | null | undefined);
  return single?.toString();
}

/** The headers with the active trace context added (`traceparent`, `tracestate`). */
export function injectTraceHeaders<H extends Record<string, unknown>>(headers: H): H & Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return { ...headers, ...carrier };
}

/** The context that the sender of these headers was in; the active one where they carry none. */
export const contextOf = (headers: CarriedHeaders): Context => propagation.extract(context.active(), headers, getter);

/** One link for each trace that the records belong to, at most 128. */
export function linksOf(records: Iterable<CarriedHeaders>): Link[] {
  const links = new Map<string, Link>();
  for (const headers of records) {
    const parent = textOf(headers['traceparent']);
    if (parent === undefined || links.has(parent)) continue;
    const sent = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers, getter));
    if (sent !== undefined && isSpanContextValid(sent)) links.set(parent, { context: sent });
    if (links.size === MAX_LINKS) break;
  }
  return [...links.values()];
}
