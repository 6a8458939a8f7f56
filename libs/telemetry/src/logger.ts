import { trace } from '@opentelemetry/api';
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { describeError, masked, redactedPaths } from './redaction.ts';

export type { Logger } from 'pino';

export type LoggerOptions = { readonly service: string; readonly level: string };

/**
 * JSON lines on standard output: level, time, service, and the active trace. Sensitive members and texts are left out;
 * pass errors as `err`.
 */
export function createLogger({ service, level }: LoggerOptions, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: [...redactedPaths], censor: '[redacted]' },
    serializers: { err: (error: unknown) => describeError(error), error: (error: unknown) => describeError(error) },
    mixin: activeTrace,
    hooks: { logMethod: maskTexts },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function activeTrace(): object {
  const active = trace.getActiveSpan()?.spanContext();
  return active === undefined ? {} : { traceId: active.traceId, spanId: active.spanId };
}

function maskTexts(this: Logger, args: unknown[], log: (...args: never[]) => void): void {
  log.apply(this, args.map((arg) => (typeof arg === 'string' ? masked(arg) : arg)) as never[]);
}
