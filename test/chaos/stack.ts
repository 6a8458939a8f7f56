import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@landfall/events';
import { KafkaAdmin, RecordProducer } from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import { eventually, freePort, testServers, uniqueName } from '@landfall/testing';
import type { Connection } from 'mongoose';
import { SECRET, Stage, type Consolidation } from '../e2e/stage.ts';
import type { Service } from './places.mjs';
import { startReplica, type Replica } from './replica.ts';
import type { Victim } from './schedule.ts';

/** A group's patience with its members: short, so that a seed is not spent on waiting for the dead. */
export const SESSION_MS = 4_000;

/** Topics, databases and replicas of one seed. */
export class Stack {
  readonly stage = new Stage();
  readonly producer = new RecordProducer(this.stage.kafka, this.stage.topicPrefix);
  readonly #admin = new KafkaAdmin(this.stage.kafka, this.stage.topicPrefix);
  readonly #databases: Record<Service, string> = {
    'account-consolidation': uniqueName('chaos'),
    ingest: uniqueName('chaos-ingest'),
  };
  readonly #folder = mkdtempSync(join(tmpdir(), 'landfall-chaos-'));
  readonly #replicas: Replica[] = [];
  /** Not there before the stack is open. */
  #ingestDatabase: Connection | undefined;
  #started = 0;
  #closed = false;
  disturbed!: Consolidation;
  /** Where the two replicas of ingest listen, whichever process it is by then. */
  ingestPorts!: readonly [number, number];

  async open(): Promise<this> {
    await this.stage.open();
    await Promise.all([this.producer.connect(), this.#admin.connect()]);
    this.disturbed = await this.stage.consolidation(this.#databases['account-consolidation']);
    const { mongodbUri: uri } = testServers();
    this.#ingestDatabase = await connectMongo({ uri, database: this.#databases.ingest, appName: 'chaos' });
    this.ingestPorts = [await freePort(), await freePort()];
    return this;
  }

  /** A member of a group of account-consolidation; all of them write the same database. */
  async consolidation(group: string, victim?: Victim): Promise<Replica> {
    return this.#replica('account-consolidation', { CONSUMER_GROUP: group, PORT: String(await freePort()) }, victim);
  }

  /** The process at one of the two places of ingest. */
  ingest(place: 0 | 1, victim?: Victim): Promise<Replica> {
    return this.#replica('ingest', { CONSUMER_GROUP: 'ingest', PORT: String(this.ingestPorts[place]) }, victim);
  }

  /** Waits until ingest has taken over everything that came in by its inbound topic. */
  async takenOver(timeoutMs: number): Promise<void> {
    const lanes = this.#ingestDatabase!.collection<{ _id: string; nextOffset: number }>('inboundLanes');
    const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
    const all = async () => {
      const wanted = sum((await this.#admin.ends(topics.portTransactionsInbound)).map(({ high }) => high));
      const taken = sum((await lanes.find().toArray()).map(({ nextOffset }) => nextOffset));
      if (taken !== wanted) throw new Error(`ingest has taken over ${taken} of ${wanted} inbound records`);
    };
    await eventually(all, { timeoutMs, everyMs: 100 });
  }

  /** Ends everything; the replicas' logs stay where they are wanted, and their folder is answered. */
  async close(keepLogs: boolean): Promise<string> {
    this.#closed = true;
    await Promise.all(this.#replicas.map((replica) => replica.stop('SIGKILL')));
    await Promise.all([this.producer.disconnect(), this.#admin.disconnect()]);
    await this.stage.close();
    await this.#ingestDatabase?.dropDatabase();
    await this.#ingestDatabase?.close();
    if (!keepLogs) rmSync(this.#folder, { recursive: true });
    return this.#folder;
  }

  async #replica(service: Service, env: Record<string, string>, victim?: Victim): Promise<Replica> {
    if (this.#closed) throw new Error('The stack is closed.');
    const { brokers, mongodbUri } = testServers();
    const replica = await startReplica({
      service,
      name: `${service}-${++this.#started}${victim ? `-${victim.phase}` : ''}`,
      folder: this.#folder,
      ...(victim && { victim }),
      env: {
        KAFKA_BROKERS: brokers,
        MONGODB_URI: mongodbUri,
        MONGODB_DATABASE: this.#databases[service],
        TOPIC_PREFIX: this.stage.topicPrefix,
        SUB_ACCOUNT_SECRET: SECRET,
        CONSUMER_SESSION_TIMEOUT_MS: String(SESSION_MS),
        // So that a replica says when it is ready.
        LOG_LEVEL: 'info',
        ...env,
      },
    });
    this.#replicas.push(replica);
    return replica;
  }
}
