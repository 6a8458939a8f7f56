import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordProducer } from '@landfall/messaging';
import { testServers, uniqueName } from '@landfall/testing';
import { SECRET, Stage, type Consolidation } from '../e2e/stage.ts';
import { startReplica, type Replica } from './replica.ts';
import type { Victim } from './schedule.ts';

/** Topics, databases and replicas of one seed. */
export class Stack {
  readonly stage = new Stage();
  readonly producer = new RecordProducer(this.stage.kafka, this.stage.topicPrefix);
  readonly #database = uniqueName('chaos');
  readonly #folder = mkdtempSync(join(tmpdir(), 'landfall-chaos-'));
  readonly #replicas: Replica[] = [];
  #started = 0;
  #closed = false;
  disturbed!: Consolidation;

  async open(): Promise<this> {
    await this.stage.open();
    await this.producer.connect();
    this.disturbed = await this.stage.consolidation(this.#database);
    return this;
  }

  /** A member of a group; all of them write the same database. */
  async replica(group: string, victim?: Victim): Promise<Replica> {
    if (this.#closed) throw new Error('The stack is closed.');
    const { brokers, mongodbUri } = testServers();
    const replica = await startReplica({
      name: `replica-${++this.#started}`,
      folder: this.#folder,
      ...(victim && { victim }),
      env: {
        KAFKA_BROKERS: brokers,
        MONGODB_URI: mongodbUri,
        MONGODB_DATABASE: this.#database,
        TOPIC_PREFIX: this.stage.topicPrefix,
        CONSUMER_GROUP: group,
        SUB_ACCOUNT_SECRET: SECRET,
        LOG_LEVEL: 'warn',
      },
    });
    this.#replicas.push(replica);
    return replica;
  }

  /** Ends everything; the replicas' logs stay where they are wanted, and their folder is answered. */
  async close(keepLogs: boolean): Promise<string> {
    this.#closed = true;
    await Promise.all(this.#replicas.map((replica) => replica.stop('SIGKILL')));
    await this.producer.disconnect();
    await this.stage.close();
    if (!keepLogs) rmSync(this.#folder, { recursive: true });
    return this.#folder;
  }
}
