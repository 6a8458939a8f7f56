import 'reflect-metadata';
import { createLogger, startTelemetry } from '@landfall/telemetry';
import { readEnv, toConfig, type Config } from './config.ts';

const DRAIN_MS = 30_000;

const config = configured();
// Instrumented modules and meters are loaded after this, or they record nothing.
if (config.otelExporterOtlpEndpoint !== undefined) await import('@landfall/telemetry/hook');
const telemetry = startTelemetry({ serviceName: 'ingest', otlpEndpoint: config.otelExporterOtlpEndpoint });
const logger = createLogger({ service: 'ingest', level: config.logLevel });

const { start } = await import('./start.ts');
const service = await start(config, telemetry, logger).catch((err: unknown) => {
  logger.fatal({ err }, err instanceof Error ? err.message : 'ingest did not start');
  process.exit(1);
});

let draining: Promise<void> | undefined;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void (draining ??= drain(signal)));

async function drain(signal: string): Promise<void> {
  logger.info({ signal }, 'ingest is draining');
  setTimeout(() => {
    logger.error('ingest could not drain in time');
    process.exit(1);
  }, DRAIN_MS).unref();
  await service.stop();
  await telemetry.shutdown();
  process.exit(0);
}

function configured(): Config {
  try {
    return toConfig(readEnv());
  } catch (error) {
    process.stderr.write(`ingest cannot start:\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
