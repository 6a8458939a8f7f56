import { describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { z } from 'zod';
import { brokers, httpUrl, logLevel, mongodbUri, name, port, secret, topicPrefix } from './fields.ts';
import { parseConfig, variableOf } from './parse-config.ts';

const schema = z.object({
  kafkaBrokers: brokers(),
  mongodbUri: mongodbUri(),
  port: port(3001),
  logLevel: logLevel(),
  topicPrefix: topicPrefix(),
  consumerGroup: name('ingest'),
  otelExporterOtlpEndpoint: httpUrl().optional(),
  ssnSecret: secret().optional(),
});
const needed = { kafkaBrokers: 'one:9092, two:9092', mongodbUri: 'mongodb://user:pw@db/?replicaSet=rs0' };

function refusalOf(raw: Record<string, string | undefined>): LandfallError {
  try {
    parseConfig(schema, raw);
  } catch (error) {
    if (error instanceof LandfallError) return error;
    throw error;
  }
  throw new Error('The configuration was taken.');
}

describe('parseConfig', () => {
  it('reads texts and fills in defaults', () =>
    expect(parseConfig(schema, { ...needed, port: '', logLevel: undefined })).toEqual({
      kafkaBrokers: ['one:9092', 'two:9092'],
      mongodbUri: needed.mongodbUri,
      port: 3001,
      logLevel: 'info',
      topicPrefix: '',
      consumerGroup: 'ingest',
    }));

  it('names every variable at fault at once, with what it holds and what it should look like', () => {
    const { code, message } = refusalOf({ kafkaBrokers: 'localhost', port: '70000', logLevel: 'loud' });
    expect(code).toBe('CONFIG_INVALID');
    expect(message.split('\n')).toEqual([
      'KAFKA_BROKERS is "localhost"; expected: host:port, several separated by commas, such as localhost:9092.',
      'MONGODB_URI is missing; expected: mongodb://host:port/?replicaSet=name or mongodb+srv://host.',
      'PORT is "70000"; expected: a whole number from 0 to 65535.',
      'LOG_LEVEL is "loud"; expected: one of silent, fatal, error, warn, info, debug, trace.',
    ]);
  });

  it.each([
    ['mongodbUri', 'http://user:hunter2@db'],
    ['ssnSecret', 'hunter2'],
  ])('never shows %s', (key, text) => {
    const { message } = refusalOf({ ...needed, [key]: text });
    expect(message).toContain(`${variableOf(key)} has a value that does not fit (not shown)`);
    expect(message).not.toContain('hunter2');
  });

  it.each(['ftp://x', 'localhost:4318'])('takes no endpoint %s', (otelExporterOtlpEndpoint) =>
    expect(refusalOf({ ...needed, otelExporterOtlpEndpoint }).message).toContain('OTEL_EXPORTER_OTLP_ENDPOINT is'),
  );
});
