import { afterAll, beforeAll } from '@jest/globals';
import { RecordProducer } from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import { testServers, uniqueName } from '@landfall/testing';
import type { Connection } from 'mongoose';
import { factPublisherContract } from '../testing/fact-publisher.contract.ts';
import { inboundStoreContract } from '../testing/inbound-store.contract.ts';
import { submissionStoreContract } from '../testing/submission-store.contract.ts';
import { makeTopics } from '../testing/test-topics.ts';
import { openCollections, type Collections } from './documents.ts';
import { KafkaFactPublisher } from './kafka-fact-publisher.ts';
import { MongoInboundStore } from './mongo-inbound-store.ts';
import { MongoSubmissionStore } from './mongo-submission-store.ts';

const cleanups: (() => Promise<unknown>)[] = [];
let servers: ReturnType<typeof testServers>;

beforeAll(() => {
  servers = testServers();
});
afterAll(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

async function openDatabase(): Promise<{ connection: Connection; collections: Collections }> {
  const connection = await connectMongo({ uri: servers.mongodbUri, database: uniqueName('ingest'), appName: 'test' });
  cleanups.push(
    () => connection.close(),
    () => connection.dropDatabase(),
  );
  return { connection, collections: await openCollections(connection) };
}

const rejectionsOf =
  ({ rejections }: Collections) =>
  async () =>
    (await rejections.find().sort({ _id: 1 }).toArray()).map(({ _id, original, problems }) => ({
      id: _id,
      original: Buffer.from(original),
      problems,
    }));

factPublisherContract(async () => {
  const topics = await makeTopics(servers.brokers);
  const producer = new RecordProducer(topics.kafka, topics.topicPrefix);
  await producer.connect();
  cleanups.push(topics.remove, () => producer.disconnect());
  return { publisher: new KafkaFactPublisher(producer), read: topics.read };
});

submissionStoreContract(async () => {
  const { collections } = await openDatabase();
  return { store: new MongoSubmissionStore(collections), rejections: rejectionsOf(collections) };
});

inboundStoreContract(async () => {
  const { connection, collections } = await openDatabase();
  return { store: new MongoInboundStore(connection, collections), rejections: rejectionsOf(collections) };
});
