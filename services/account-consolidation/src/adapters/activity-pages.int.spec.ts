import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { declarationOf } from '@landfall/customs';
import { laneOf, topics } from '@landfall/events';
import { choosePartition } from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import { testServers, uniqueName } from '@landfall/testing';
import type { Connection } from 'mongoose';
import { OnPortTransactions } from '../handlers/on-port-transactions.ts';
import type { ActivityPage, ActivityPageRequest, StoredActivity } from '../needs.ts';
import { anyFact, recordOf } from '../testing/facts.ts';
import { testSubAccounts } from '../testing/sub-accounts.ts';
import { openCollections } from './documents.ts';
import { MongoAccountQueries } from './mongo-account-queries.ts';
import { MongoAccountStore } from './mongo-account-store.ts';
import { unpack } from './unpack.ts';

const node = 'importer:12-345678900';
let connection: Connection;
let queries: MongoAccountQueries;
let newestFirst: string[];

const nameOf = ({ lane, seq }: StoredActivity): string => `${lane} ${seq}`;

beforeAll(async () => {
  connection = await connectMongo({ uri: testServers().mongodbUri, database: uniqueName('pages'), appName: 'test' });
  const collections = await openCollections(connection);
  queries = new MongoAccountQueries(connection, collections);
  const store = new MongoAccountStore(connection, collections);
  const handler = new OnPortTransactions(store, testSubAccounts);
  const facts = fc.sample(anyFact, { numRuns: 600, seed: 21 });
  for (const [partition, inLane] of Map.groupBy(facts, (fact) =>
    choosePartition(topics.portTransactions, declarationOf(fact)),
  )) {
    const lane = laneOf(topics.portTransactions, partition);
    const records = inLane.map(recordOf);
    for (let position = await store.position(lane); position < records.length; position += 20) {
      const portion = records.slice(position, position + 20);
      await handler.handle({ lane, partition, position, nextOffset: position + portion.length, records: portion });
    }
  }
  const all = (await collections.activities.find().toArray())
    .flatMap(unpack)
    .filter((activity) => activity.node === node);
  all.sort((a, b) => b.postedAt - a.postedAt || (a.lane < b.lane ? 1 : a.lane > b.lane ? -1 : b.seq - a.seq));
  newestFirst = all.map(nameOf);
});

afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const page = (request: Partial<ActivityPageRequest>): Promise<ActivityPage> =>
  queries.activities({ node, limit: 7, direction: 'older', filter: {}, ...request });

async function olderPages(filter: ActivityPageRequest['filter'] = {}): Promise<ActivityPage[]> {
  const pages = [await page({ filter })];
  while (pages.at(-1)!.hasOlder) pages.push(await page({ filter, from: pages.at(-1)!.older }));
  return pages;
}

const namesOf = (pages: readonly ActivityPage[]): string[] => pages.flatMap(({ activities }) => activities.map(nameOf));

describe('pages of the activity log', () => {
  it('show everything once, newest first, over all lanes', async () => {
    expect(newestFirst.length).toBeGreaterThan(50);
    expect(new Set(newestFirst.map((name) => name.split(' ')[0])).size).toBeGreaterThan(1);
    expect(namesOf(await olderPages())).toEqual(newestFirst);
  });

  it('lead back the way they came', async () => {
    const pages = await olderPages();
    const third = pages[2]!;
    const back = await page({ direction: 'newer', from: third.newer });
    expect(namesOf([back])).toEqual(namesOf([pages[1]!]));
    expect(namesOf([await page({ from: back.older })])).toEqual(namesOf([third]));
  });

  it('go on from the newest page to what came later, and to nothing when nothing did', async () => {
    const newest = await page({});
    expect((await page({ direction: 'newer', from: newest.newer })).activities).toEqual([]);
  });

  it.each([{ factType: 'DutyPaid' }, { kind: 'reversed' as const }, { port: '2704' }])(
    'show only what a filter asks for: %p',
    async (filter) => {
      const pages = await olderPages(filter);
      const everything = (await olderPages()).flatMap(({ activities }) => activities);
      const [[field, wanted]] = Object.entries(filter) as [[keyof StoredActivity, string]];
      expect(namesOf(pages)).toEqual(everything.filter((activity) => activity[field] === wanted).map(nameOf));
      expect(namesOf(pages).length).toBeGreaterThan(0);
    },
  );

  it('give the hash that the chain has: the last one is the head', async () => {
    const { activities } = await page({ limit: 500 });
    for (const [lane, inLane] of Map.groupBy(activities, (activity) => activity.lane)) {
      const head = await connection
        .collection<{ _id: string; hash: { buffer: Buffer } }>('heads')
        .findOne({ _id: `${lane}|${node}` });
      expect(inLane[0]!.hash.equals(head!.hash as unknown as Buffer)).toBe(true);
    }
  });
});
