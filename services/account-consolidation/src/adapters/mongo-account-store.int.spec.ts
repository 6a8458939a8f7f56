import { afterAll, beforeAll } from '@jest/globals';
import { connectMongo } from '@landfall/mongo';
import { testServers, uniqueName } from '@landfall/testing';
import type { Connection } from 'mongoose';
import { accountStoreContract } from '../testing/account-store.contract.ts';
import { openCollections } from './documents.ts';
import { MongoAccountStore } from './mongo-account-store.ts';

const connections: Connection[] = [];
let uri = '';

beforeAll(() => {
  uri = testServers().mongodbUri;
});

afterAll(async () => {
  for (const connection of connections) {
    await connection.dropDatabase();
    await connection.close();
  }
});

accountStoreContract(async () => {
  const connection = await connectMongo({ uri, database: uniqueName('accounts'), appName: 'test' });
  connections.push(connection);
  const collections = await openCollections(connection);
  // A cache of a few declarations: what a batch needs must come from the store when it was evicted.
  const open = () => new MongoAccountStore(connection, collections, { declarationBytes: 20_000, headBytes: 2_000 });
  return { store: open(), reopen: open };
});
