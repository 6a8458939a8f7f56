import { createLogger, startTelemetry, type Logger, type Telemetry } from '@landfall/telemetry';

const DRAIN_MS = 30_000;

type CommonConfig = { readonly logLevel: string; readonly otelExporterOtlpEndpoint?: string | undefined };
type Start<C> = (config: C, telemetry: Telemetry, logger: Logger) => Promise<{ stop(): Promise<void> }>;

export type ServiceProcess<C extends CommonConfig> = {
  readonly name: string;
  /** Reads the configuration; throws with every variable at fault. */
  readonly configure: () => C;
  /** Loads the service: instrumented modules and meters that were loaded before telemetry would record nothing. */
  readonly load: () => Promise<{ readonly start: Start<C> }>;
};

/** The life of a service's process: telemetry first, configuration, start, and a drain on SIGTERM or SIGINT. */
export async function runService<C extends CommonConfig>({ name, configure, load }: ServiceProcess<C>): Promise<void> {
  const config = configured(name, configure);
  if (config.otelExporterOtlpEndpoint !== undefined) await import('@landfall/telemetry/hook');
  const telemetry = startTelemetry({ serviceName: name, otlpEndpoint: config.otelExporterOtlpEndpoint });
  const logger = createLogger({ service: name, level: config.logLevel });
  const { start } = await load();
  const service = await start(config, telemetry, logger).catch((err: unknown) => {
    logger.fatal({ err }, err instanceof Error ? err.message : `${name} did not start`);
    process.exit(1);
  });
  let draining: Promise<void> | undefined;
  const drain = async (signal: string): Promise<void> => {
    logger.info({ signal }, `${name} is draining`);
    setTimeout(() => {
      logger.error(`${name} could not drain in time`);
      process.exit(1);
    }, DRAIN_MS).unref();
    await service.stop();
    await telemetry.shutdown();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void (draining ??= drain(signal)));
}

function configured<C>(name: string, configure: () => C): C {
  try {
    return configure();
  } catch (error) {
    process.stderr.write(`${name} cannot start:\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
