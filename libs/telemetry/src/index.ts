export { attributes } from './attributes.ts';
export { inBatchSpan, inSendSpan, inSpan, type BatchSpan } from './batch-span.ts';
export { checkHealth, type HealthReport } from './health.ts';
export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export { NestLogger } from './nest-logger.ts';
export { contextOf, injectTraceHeaders, linksOf, type CarriedHeaders } from './propagation.ts';
export { describeError, masked } from './redaction.ts';
export { startTelemetry, type RenderedMetrics, type Telemetry, type TelemetryOptions } from './start-telemetry.ts';
