import { SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { attributes } from './attributes.ts';
import { linksOf, type CarriedHeaders } from './propagation.ts';

export type BatchSpan = {
  /** What is done, such as `consolidate`; the span is called `<name> <topic>`. */
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  /** Headers of the batch's records: the span links to the traces that they carry. Read only while tracing is on. */
  readonly links: Iterable<CarriedHeaders>;
  readonly size?: number;
};

/** Runs a function in one span for a whole batch; a span a record makes consuming several times slower. */
export function inBatchSpan<T>({ name, topic, partition, links, size }: BatchSpan, run: () => Promise<T>): Promise<T> {
  const tracer = trace.getTracer('landfall.messaging');
  const options = {
    kind: SpanKind.CONSUMER,
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.operationName]: name,
      [attributes.operationType]: 'process',
      [attributes.topic]: topic,
      [attributes.partition]: String(partition),
      ...(size === undefined ? {} : { [attributes.batchSize]: size }),
    },
  };
  return tracer.startActiveSpan(`${name} ${topic}`, options, async (span) => {
    if (span.isRecording()) span.addLinks(linksOf(links));
    return ending(span, run);
  });
}

/** Runs a function that sends a batch of records; headers made inside it (injectTraceHeaders) carry this span on. */
export const inSendSpan = <T>(
  { topic, size }: Pick<BatchSpan, 'topic'> & { readonly size: number },
  run: () => Promise<T>,
): Promise<T> => {
  const about = {
    [attributes.messagingSystem]: 'kafka',
    [attributes.operationName]: 'send',
    [attributes.operationType]: 'send',
    [attributes.topic]: topic,
    [attributes.batchSize]: size,
  };
  const options = { kind: SpanKind.PRODUCER, attributes: about };
  return trace.getTracer('landfall.messaging').startActiveSpan(`send ${topic}`, options, (span) => ending(span, run));
};

/** Runs a function in a span of its own, a child of the active one. */
export const inSpan = <T>(name: string, about: Record<string, string | number>, run: () => Promise<T>): Promise<T> =>
  trace.getTracer('landfall').startActiveSpan(name, { attributes: about }, (span) => ending(span, run));

async function ending<T>(span: Span, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    // The message may name data; the code is enough to find the log line.
    span.setAttribute(attributes.errorType, codeOf(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
