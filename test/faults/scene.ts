import { setTimeout as sleep } from 'node:timers/promises';
import {
  MongoSet,
  publishSample,
  startBroker,
  type BrokerSettings,
  type MongoSetOptions,
  type Restartable,
} from '@landfall/testing';
import { Stage } from '../e2e/stage.ts';
import { tell } from './tell.ts';

export type SceneOptions = {
  readonly mongodb?: MongoSetOptions;
  readonly broker?: BrokerSettings;
};

export const portOf = (address: string): number => Number(address.slice(address.lastIndexOf(':') + 1));

/** Servers of one test, which it may damage, and a stage upon them. */
export class Scene {
  readonly broker: Restartable;
  readonly mongodb: MongoSet;
  readonly stage: Stage;
  #seed = 0;

  private constructor(broker: Restartable, mongodb: MongoSet) {
    this.broker = broker;
    this.mongodb = mongodb;
    this.stage = new Stage({ brokers: broker.address, mongodbUri: mongodb.uri });
  }

  static async open({ mongodb = { members: 1 }, broker: settings }: SceneOptions = {}): Promise<Scene> {
    const [broker, set] = await Promise.all([startBroker(settings), MongoSet.start(mongodb)]);
    const scene = new Scene(broker, set);
    await scene.stage.open();
    return scene;
  }

  /** Facts that were not published before, with repetitions and contradictions among them. */
  async publish(facts: number): Promise<void> {
    const { kafka, topicPrefix } = this.stage;
    const seed = ++this.#seed;
    await publishSample(kafka, topicPrefix, { seed, facts, accounts: 200, spread: 5_000 }, () => undefined);
  }

  /** Publishes a portion every so often until `work` is done, so that the drain never ends before the fault comes. */
  async whilePublishing<T>(facts: number, everyMs: number, work: () => Promise<T>): Promise<T> {
    let over = false;
    const done = work().finally(() => (over = true));
    while (!over) {
      // While the broker is away it may refuse; what counts is what is in the log.
      await this.publish(facts).catch((error: Error) => tell(error.message));
      await Promise.race([done.catch(() => undefined), sleep(everyMs)]);
    }
    return done;
  }

  /** The services first: they drain while their servers are there. */
  async close(): Promise<void> {
    await this.stage.close();
    await Promise.all([this.broker.close(), this.mongodb.close()]);
  }
}
