import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { laneOf, topics } from '@landfall/events';
import type { Batch } from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import { testServers, uniqueName } from '@landfall/testing';
import type { Connection } from 'mongoose';
import { OnPortTransactions } from '../handlers/on-port-transactions.ts';
import { anyFact, recordOf } from '../testing/facts.ts';
import { testSubAccounts } from '../testing/sub-accounts.ts';
import { openCollections, type Collections } from './documents.ts';
import { MongoAccountStore } from './mongo-account-store.ts';

const lane = laneOf(topics.portTransactions, 0);
let connection: Connection;
let collections: Collections;

beforeAll(async () => {
  connection = await connectMongo({ uri: testServers().mongodbUri, database: uniqueName('takeover'), appName: 'test' });
  collections = await openCollections(connection);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

/** Facts with one record in the middle that is set aside. */
function batchWithPoison(): Batch {
  const records = fc.sample(anyFact, { numRuns: 30, seed: 5 }).map(recordOf);
  records[15] = { ...records[15]!, key: Buffer.from('entry:OTHER') };
  return { lane, partition: 0, position: 0, nextOffset: records.length, records };
}

/** The collections, with something that happens after a batch's last write and before its commit. */
function afterLastWrite(event: () => Promise<unknown>): Collections {
  const { db } = collections.quarantine;
  const command: typeof db.command = async (...args) => {
    const reply = await db.command(...args);
    await event();
    return reply;
  };
  return { ...collections, quarantine: { db: { command } } as unknown as Collections['quarantine'] };
}

/** How many documents each collection of effects holds. */
async function counts(): Promise<Record<string, number>> {
  const { lanes: _lanes, owners: _owners, relays: _relays, ...effects } = collections;
  const counted = Object.entries(effects).map(async ([name, collection]) => [name, await countOf(collection)] as const);
  return Object.fromEntries(await Promise.all(counted));
}

const countOf = (collection: Collections[keyof Collections]): Promise<number> =>
  (collection as Collections['lanes']).countDocuments();

describe('a lane that is taken over between the writes of a batch and its commit', () => {
  it('holds nothing of that batch, quarantine included, and the next owner writes it whole', async () => {
    const batch = batchWithPoison();
    const successor = new MongoAccountStore(connection, collections);
    const taken = afterLastWrite(() => successor.position(lane));
    const overtaken = new MongoAccountStore(connection, taken);
    await overtaken.position(lane);
    const lost = new OnPortTransactions(overtaken, testSubAccounts).handle(batch);
    await expect(lost).rejects.toMatchObject({ code: 'MONGODB_FAULT', retryable: true });
    expect(new Set(Object.values(await counts()))).toEqual(new Set([0]));

    expect(await successor.position(lane)).toBe(0);
    await new OnPortTransactions(successor, testSubAccounts).handle(batch);
    expect(await counts()).toMatchObject({ quarantine: 1, manifests: 1 });
    expect(await successor.position(lane)).toBe(batch.nextOffset);
  });
});
