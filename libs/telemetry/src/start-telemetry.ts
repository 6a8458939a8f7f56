import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb';
import { envDetector, hostDetector, serviceInstanceIdDetector } from '@opentelemetry/resources';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { observeRuntime } from './runtime-metrics.ts';

export type TelemetryOptions = {
  readonly serviceName: string;
  /** Base address of an OTLP/HTTP receiver, such as http://localhost:4318. Without it nothing is traced. */
  readonly otlpEndpoint?: string | undefined;
};

export type RenderedMetrics = { readonly contentType: string; readonly body: string };

export type Telemetry = {
  /** All metrics of the process in Prometheus's text format. */
  renderMetrics(): Promise<RenderedMetrics>;
  /** Sends what waits and ends. Call it last. */
  shutdown(): Promise<void>;
};

const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const UNTRACED = /^\/(health|metrics)\b/;

/**
 * Sets up metrics, and traces where an endpoint is given. Once a process, before any module that makes a meter or opens a
 * connection is loaded: OpenTelemetry's meters of an earlier time record nothing.
 */
export function startTelemetry({ serviceName, otlpEndpoint }: TelemetryOptions): Telemetry {
  // Its own server stays off: each service serves /metrics itself.
  const reader = new PrometheusExporter({ preventServerStart: true });
  const sdk = new NodeSDK({
    serviceName,
    // Not the process detector: it shows command lines and users.
    resourceDetectors: [envDetector, hostDetector, serviceInstanceIdDetector],
    metricReaders: [reader],
    logRecordProcessors: [],
    ...(otlpEndpoint === undefined ? { spanProcessors: [] } : tracing(otlpEndpoint)),
  });
  sdk.start();
  const runtime = observeRuntime();
  const serializer = new PrometheusSerializer(undefined, false, undefined, false, true);
  return {
    async renderMetrics() {
      const { resourceMetrics } = await reader.collect();
      return { contentType: PROMETHEUS_TEXT, body: serializer.serialize(resourceMetrics) };
    },
    async shutdown() {
      runtime.stop();
      // A collector that is away must not keep a service from ending.
      await sdk.shutdown().catch(() => undefined);
    },
  };
}

/** What the HTTP instrumentation would tell about a person. */
const hidden = Object.fromEntries(
  ['client.address', 'network.peer.address', 'network.peer.port', 'user_agent.original', 'url.query'].map((name) => [
    name,
    '',
  ]),
);

/** No instrumentation of kafkajs: a span a message makes consuming five times slower; see inBatchSpan. */
const tracing = (otlpEndpoint: string): Partial<NodeSDKConfiguration> => ({
  traceExporter: new OTLPTraceExporter({ url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 }),
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: ({ url }) => UNTRACED.test(url ?? ''),
      disableOutgoingRequestInstrumentation: true,
      requestHook: (span) => void span.setAttributes(hidden),
    }),
    // The text of a statement costs more than the statement where a batch is written, and its field names are data.
    new MongoDBInstrumentation({ dbStatementSerializer: () => '' }),
  ],
});
