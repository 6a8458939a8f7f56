import { describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import type { Collections } from './documents.ts';
import { MongoAccountStore } from './mongo-account-store.ts';

/** A database of which every question fails as it does while the primary is away. */
const away = new Proxy(
  {},
  { get: () => new Proxy(() => undefined, { get: () => () => Promise.reject(new Error('connection refused')) }) },
);

describe('a store whose database is away', () => {
  it('says that the fault will pass, so that no fact is blamed for it', async () => {
    const store = new MongoAccountStore(away as Connection, away as unknown as Collections);
    const touched = {
      declarations: new Set(['entry:ABC12345676']),
      nodes: new Set(['unattributed']),
      replayed: new Set<number>(),
    };
    await expect(store.load('port.transactions@1/0', touched)).rejects.toMatchObject({
      code: 'MONGODB_FAULT',
      retryable: true,
    });
  });
});
