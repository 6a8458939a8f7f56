import { eventually } from '@landfall/testing';
import mongoose from 'mongoose';

type Client = InstanceType<typeof mongoose.mongo.MongoClient>;

const HOLD_MS = 1_000;

/** Holds commits of account-consolidation at the server, which must have enableTestCommands: a test knows that one is there. */
export class CommitGate {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async of(uri: string): Promise<CommitGate> {
    return new CommitGate(await mongoose.mongo.MongoClient.connect(uri));
  }

  /** From now on each commit waits a second before it is made; resolves when one is waiting. */
  async shut(): Promise<void> {
    const data = {
      failCommands: ['commitTransaction'],
      appName: 'account-consolidation',
      ...{ blockConnection: true, blockTimeMS: HOLD_MS },
    };
    const { count } = await this.#admin.command({ configureFailPoint: 'failCommand', mode: 'alwaysOn', data });
    await this.#admin.command({ waitForFailPoint: 'failCommand', timesEntered: Number(count) + 1, maxTimeMS: 30_000 });
  }

  /** Waits until the server makes a commit, lets all others through, and answers how many it were. */
  async open(): Promise<number> {
    const before = await this.#totalCommitted();
    try {
      return await eventually(async () => {
        const made = (await this.#totalCommitted()) - before;
        if (made === 0) throw new Error('The server has made no commit.');
        return made;
      });
    } finally {
      await this.#admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
    }
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #totalCommitted(): Promise<number> {
    const { transactions } = await this.#admin.command({ serverStatus: 1 });
    return Number((transactions as { totalCommitted: unknown }).totalCommitted);
  }

  get #admin(): ReturnType<Client['db']> {
    return this.#client.db('admin');
  }
}
