import { openCollections, type Collections } from '@landfall/account-consolidation';
import { lanesOf, topics } from '@landfall/events';
import { createKafka, createTopics, KafkaAdmin } from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import {
  eventually,
  startService,
  testServers,
  uniqueName,
  type StartedService,
  type TestServers,
} from '@landfall/testing';
import type { Kafka } from 'kafkajs';
import type { Connection } from 'mongoose';
import { countLanes, nothing, type LaneCounts } from './lane-counts.ts';

export const SECRET = 'a secret of the end-to-end tests';
const entry = 'services/account-consolidation/src/main.ts';

/** One consolidation upon a database of its own: started, killed and asked by a test. */
export type Consolidation = {
  readonly collections: Collections;
  readonly connection: Connection;
  start(env?: Record<string, string>): Promise<StartedService>;
  /** Sum of the lanes' positions. */
  written(): Promise<number>;
  /** Waits until everything in the topic was written and relayed. */
  drained(timeoutMs?: number): Promise<void>;
};

/** Topics and databases of one test, on the shared servers where it brings none of its own. */
export class Stage {
  readonly topicPrefix = `${uniqueName('e2e')}.`;
  readonly kafka: Kafka;
  readonly servers: TestServers;
  readonly #admin: KafkaAdmin;
  readonly #services: StartedService[] = [];
  readonly #connections: Connection[] = [];
  readonly #databases: string[] = [];

  constructor(servers: TestServers = testServers()) {
    this.servers = servers;
    this.kafka = createKafka({ brokers: servers.brokers.split(','), clientId: 'e2e' });
    this.#admin = new KafkaAdmin(this.kafka, this.topicPrefix);
  }

  async open(): Promise<this> {
    await createTopics(this.kafka, Object.values(topics), { topicPrefix: this.topicPrefix });
    await this.#admin.connect();
    return this;
  }

  async close(): Promise<void> {
    await Promise.all(this.#services.map((service) => service.stop()));
    await Promise.all(this.#databases.map((name) => this.#dropDatabase(name)));
    for (const connection of this.#connections) {
      await connection.dropDatabase();
      await connection.close();
    }
    await this.#admin.disconnect();
  }

  /** Facts in the topic: end offset less beginning offset, over all partitions. */
  async published(): Promise<number> {
    return (await this.#admin.ends(topics.portTransactions)).reduce((sum, { low, high }) => sum + high - low, 0);
  }

  async service(serviceEntry: string, env: Record<string, string>): Promise<StartedService> {
    const { brokers, mongodbUri } = this.servers;
    const service = await startService(serviceEntry, {
      ...{ KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri, TOPIC_PREFIX: this.topicPrefix, LOG_LEVEL: 'warn' },
      ...env,
    });
    this.#services.push(service);
    return service;
  }

  ingest(env: Record<string, string> = {}): Promise<StartedService> {
    const name = uniqueName('ingest');
    this.#databases.push(name);
    return this.service('services/ingest/src/main.ts', { MONGODB_DATABASE: name, CONSUMER_GROUP: name, ...env });
  }

  async consolidation(name = uniqueName('accounts')): Promise<Consolidation> {
    const connection = await connectMongo({ uri: this.servers.mongodbUri, database: name, appName: 'e2e' });
    this.#connections.push(connection);
    const collections = await openCollections(connection);
    const sum = async (documents: { nextOffset: number }[]) =>
      documents.reduce((total, { nextOffset }) => total + nextOffset, 0);
    const written = async () => sum(await collections.lanes.find().toArray());
    const relayed = async () => sum(await collections.relays.find().toArray());
    return {
      collections,
      connection,
      written,
      start: (env = {}) =>
        this.service(entry, { MONGODB_DATABASE: name, SUB_ACCOUNT_SECRET: SECRET, CONSUMER_GROUP: name, ...env }),
      drained: (timeoutMs = 120_000) =>
        eventually(
          async () => {
            const [expected, inStore, inTopic] = await Promise.all([this.published(), written(), relayed()]);
            if (inStore !== expected || inTopic !== expected)
              throw new Error(`${inStore} of ${expected} written, ${inTopic} relayed`);
          },
          { timeoutMs, everyMs: 100 },
        ),
    };
  }

  /**
   * Per lane, from the broker and the stores alone: consumed = applied (distinct offsets in the log) + duplicates +
   * conflicts + quarantined.
   */
  async counts(collections: Collections): Promise<LaneCounts[]> {
    const ends = await this.#admin.ends(topics.portTransactions);
    const counted = await countLanes(collections);
    return lanesOf(topics.portTransactions).map((lane, partition) => {
      const { low, high } = ends[partition]!;
      return { lane, consumed: high - low, ...(counted.get(lane) ?? nothing) };
    });
  }

  async #dropDatabase(database: string): Promise<void> {
    const connection = await connectMongo({ uri: this.servers.mongodbUri, database, appName: 'e2e' });
    await connection.dropDatabase();
    await connection.close();
  }
}
