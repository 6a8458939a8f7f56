import {
  brokers,
  httpUrl,
  logLevel,
  mongodbUri,
  name,
  parseConfig,
  port,
  sessionTimeout,
  topicPrefix,
  wholeNumber,
  type RawConfig,
} from '@landfall/config';
import { z } from 'zod';

const MEGABYTE = 1024 * 1024;

const schema = z.object({
  kafkaBrokers: brokers(),
  mongodbUri: mongodbUri(),
  mongodbDatabase: name('landfall-ingest'),
  port: port(3001),
  logLevel: logLevel(),
  topicPrefix: topicPrefix(),
  consumerGroup: name('ingest'),
  consumerSessionTimeoutMs: sessionTimeout(),
  maxJsonBytes: wholeNumber({ byDefault: 8 * MEGABYTE, min: 1_000, max: 256 * MEGABYTE }),
  otelExporterOtlpEndpoint: httpUrl().optional(),
});

export type Config = z.infer<typeof schema>;

export const readEnv = (env = process.env): RawConfig => ({
  kafkaBrokers: env['KAFKA_BROKERS'],
  mongodbUri: env['MONGODB_URI'],
  mongodbDatabase: env['MONGODB_DATABASE'],
  port: env['PORT'],
  logLevel: env['LOG_LEVEL'],
  topicPrefix: env['TOPIC_PREFIX'],
  consumerGroup: env['CONSUMER_GROUP'],
  consumerSessionTimeoutMs: env['CONSUMER_SESSION_TIMEOUT_MS'],
  maxJsonBytes: env['MAX_JSON_BYTES'],
  otelExporterOtlpEndpoint: env['OTEL_EXPORTER_OTLP_ENDPOINT'],
});

export const toConfig = (raw: RawConfig): Config => parseConfig(schema, raw);
