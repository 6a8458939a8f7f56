import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import mongoose from 'mongoose';
import { testServers } from '../test-servers.ts';
import { uniqueName } from '../unique-name.ts';
import { freePort } from './ports.ts';
import { startServers, type Servers } from './index.ts';

const kafkaOf = ({ brokers }: { brokers: string }) =>
  new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });

async function publish(servers: { brokers: string }, topic: string, values: (string | Buffer)[]): Promise<void> {
  const producer = kafkaOf(servers).producer();
  await producer.connect();
  await producer.send({ topic, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

async function createTopic(servers: { brokers: string }, topic: string): Promise<void> {
  const admin = kafkaOf(servers).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic }], waitForLeaders: true });
  await admin.disconnect();
}

/** Reads the first records of a topic as a member of a consumer group would. */
async function consume(servers: { brokers: string }, topic: string, count: number): Promise<Buffer[]> {
  const consumer = kafkaOf(servers).consumer({ groupId: uniqueName('readers') });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const values: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    const take = ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
      values.push(message.value ?? Buffer.alloc(0));
      if (values.length === count) resolve();
      return Promise.resolve();
    };
    consumer.run({ eachMessage: take }).catch(reject);
  });
  await consumer.disconnect();
  return values;
}

describe('the shared servers', () => {
  it('carry records of a megabyte to a consumer group', async () => {
    const topic = uniqueName('records');
    await createTopic(testServers(), topic);
    await publish(testServers(), topic, [Buffer.alloc(1024 * 1024, 'x')]);
    expect((await consume(testServers(), topic, 1)).map(({ length }) => length)).toEqual([1024 * 1024]);
  });

  it('take transactions', async () => {
    const client = await mongoose.mongo.MongoClient.connect(testServers().mongodbUri);
    const database = client.db(uniqueName('transactions'));
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await database.collection('facts').insertOne({ said: 'once' }, { session });
      }),
    );
    expect(await database.collection('facts').countDocuments()).toBe(1);
    await database.dropDatabase();
    await client.close();
  });
});

const programs =
  process.env['LANDFALL_SERVERS'] || process.env['KAFKA_BROKERS'] || process.env['MONGODB_URI']
    ? describe.skip
    : describe;

programs('servers with a folder', () => {
  let folder: string;
  let servers: Servers | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'landfall-kept-'));
  });
  afterEach(async () => {
    await servers?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async () => startServers({ folder, ports: { kafka: await freePort(), mongodb: await freePort() } });

  it('keep their data from one run to the next, on other ports too', async () => {
    servers = await start();
    await createTopic(servers, 'kept');
    await publish(servers, 'kept', ['before']);
    const writing = await mongoose.mongo.MongoClient.connect(servers.mongodbUri);
    await writing.db('kept').collection('facts').insertOne({ said: 'before' });
    await writing.close();
    await servers.stop();

    servers = await start();
    expect((await consume(servers, 'kept', 1)).map(String)).toEqual(['before']);
    const reading = await mongoose.mongo.MongoClient.connect(servers.mongodbUri);
    expect(await reading.db('kept').collection('facts').countDocuments({ said: 'before' })).toBe(1);
    await reading.close();
  }, 60_000);

  it('are not mistaken for servers of someone else on their ports', async () => {
    const [kafka, mongodb] = [testServers().brokers, testServers().mongodbUri].map((address) =>
      Number(/:(\d+)/.exec(address)?.[1]),
    );
    await expect(startServers({ folder, ports: { kafka: kafka! } })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    await expect(startServers({ folder, ports: { mongodb: mongodb! } })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  }, 60_000);

  it('say why they do not start', async () => {
    await mkdir(join(folder, 'mongodb', 'data', 'mongod.lock'), { recursive: true });
    await expect(startServers({ folder })).rejects.toThrow(/MongoDB server ended by itself[^]*log/);
  }, 60_000);
});
