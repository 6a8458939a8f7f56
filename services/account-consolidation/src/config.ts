import {
  brokers,
  httpUrl,
  logLevel,
  mongodbUri,
  name,
  parseConfig,
  port,
  secret,
  sessionTimeout,
  topicPrefix,
  wholeNumber,
  type RawConfig,
} from '@landfall/config';
import { z } from 'zod';

const schema = z.object({
  kafkaBrokers: brokers(),
  mongodbUri: mongodbUri(),
  mongodbDatabase: name('landfall-accounts'),
  port: port(3002),
  logLevel: logLevel(),
  topicPrefix: topicPrefix(),
  consumerGroup: name('account-consolidation'),
  consumerSessionTimeoutMs: sessionTimeout(),
  schemaPatienceMs: wholeNumber({ byDefault: 30_000, min: 0, max: 3_600_000 }),
  subAccountSecret: secret(),
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
  schemaPatienceMs: env['SCHEMA_PATIENCE_MS'],
  subAccountSecret: env['SUB_ACCOUNT_SECRET'],
  otelExporterOtlpEndpoint: env['OTEL_EXPORTER_OTLP_ENDPOINT'],
});

export const toConfig = (raw: RawConfig): Config => parseConfig(schema, raw);
