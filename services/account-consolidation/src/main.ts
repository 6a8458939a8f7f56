import 'reflect-metadata';
import { createLogger, startTelemetry } from '@landfall/telemetry';
import { readEnv, toConfig } from './config.ts';

const config = toConfig(readEnv());
const telemetry = startTelemetry({
  serviceName: 'account-consolidation',
  otlpEndpoint: config.otelExporterOtlpEndpoint,
});
const logger = createLogger({ service: 'account-consolidation', level: config.logLevel });

// Meters and instrumented modules are loaded after telemetry has started, or they record nothing.
const { start } = await import('./start.ts');
const service = await start(config, telemetry, logger).catch((err: unknown) => {
  logger.fatal({ err }, err instanceof Error ? err.message : 'account-consolidation did not start');
  process.exit(1);
});

let stopping: Promise<void> | undefined;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => (stopping ??= drain(signal)));
}

async function drain(signal: string): Promise<void> {
  logger.info({ signal }, 'account-consolidation is draining');
  await service.stop();
  await telemetry.shutdown();
  process.exit(0);
}
