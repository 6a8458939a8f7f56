import { openCollections, type Collections } from '@landfall/account-consolidation';
import { brokers, mongodbUri, name, parseConfig, topicPrefix } from '@landfall/config';
import { createKafka, RecordProducer } from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import type { Command } from 'commander';
import { z } from 'zod';

/** Where account-consolidation's state is: options before environment. */
export type DatabaseOptions = { mongodbUri?: string; database?: string };
export type BrokerOptions = { brokers?: string; topicPrefix?: string };

const database = z.object({ mongodbUri: mongodbUri(), mongodbDatabase: name('landfall-accounts') });
const broker = z.object({ kafkaBrokers: brokers(), topicPrefix: topicPrefix() });

export const withDatabaseOptions = (command: Command): Command =>
  command
    .option('--mongodb-uri <uri>', 'the database server (default: MONGODB_URI)')
    .option('--database <name>', 'the database (default: MONGODB_DATABASE, or landfall-accounts)');

export const withBrokerOptions = (command: Command): Command =>
  command
    .option('--brokers <list>', 'host:port, several separated by commas (default: KAFKA_BROKERS)')
    .option('--topic-prefix <prefix>', "before every topic's name (default: TOPIC_PREFIX, or nothing)");

/** Runs with account-consolidation's collections, and closes the connection. */
export async function inDatabase<T>(
  options: DatabaseOptions,
  run: (collections: Collections) => Promise<T>,
  env = process.env,
): Promise<T> {
  const config = parseConfig(database, {
    mongodbUri: options.mongodbUri ?? env['MONGODB_URI'],
    mongodbDatabase: options.database ?? env['MONGODB_DATABASE'],
  });
  const connection = await connectMongo({
    uri: config.mongodbUri,
    database: config.mongodbDatabase,
    appName: 'landfall',
  });
  try {
    return await run(await openCollections(connection));
  } finally {
    await connection.close();
  }
}

/** Runs with a producer, and closes it. */
export async function withProducer<T>(
  options: BrokerOptions,
  run: (producer: RecordProducer) => Promise<T>,
  env = process.env,
): Promise<T> {
  const config = parseConfig(broker, {
    kafkaBrokers: options.brokers ?? env['KAFKA_BROKERS'],
    topicPrefix: options.topicPrefix ?? env['TOPIC_PREFIX'],
  });
  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: 'landfall' });
  const producer = new RecordProducer(kafka, config.topicPrefix);
  await producer.connect();
  try {
    return await run(producer);
  } finally {
    await producer.disconnect();
  }
}
