import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeRecord, laneOf, topics, type Topic } from '@landfall/events';
import type { BatchRecord, OutgoingRecord } from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import { testServers, uniqueName } from '@landfall/testing';
import type { Connection } from 'mongoose';
import { OnPortTransactions } from '../handlers/on-port-transactions.ts';
import { anyFact, recordOf } from '../testing/facts.ts';
import { poisonAt, replayAt } from '../testing/poison.ts';
import { testSubAccounts } from '../testing/sub-accounts.ts';
import type { Sender } from './dead-letters.ts';
import { openCollections, type Collections } from './documents.ts';
import { relayLane } from './lane-log.ts';
import { MongoAccountStore } from './mongo-account-store.ts';

const PARTITION = 3;
const lane = laneOf(topics.portTransactions, PARTITION);
const deadLetters = topics.portTransactionsDeadLetters.name;
const outcomes = topics.portTransactionsOutcomes.name;
let connection: Connection;
let collections: Collections;
let sent: { topic: string; records: readonly OutgoingRecord[] }[];

beforeAll(async () => {
  connection = await connectMongo({ uri: testServers().mongodbUri, database: uniqueName('log'), appName: 'test' });
  collections = await openCollections(connection);
});
beforeEach(async () => {
  sent = [];
  for (const collection of await connection.db!.collections()) await collection.deleteMany({});
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

/** A broker that takes everything, except for the topics that it is told to refuse. */
const broker = (refused?: string): Sender => ({
  send: (topic: Topic, records) => {
    if (topic.name === refused) return Promise.reject(new Error('The broker is away.'));
    sent.push({ topic: topic.name, records });
    return Promise.resolve(records.map((_, offset) => ({ partition: 0, offset })));
  },
});

/** Writes records as a lane would, in batches of this size. */
async function write(records: readonly BatchRecord[], batchSize = records.length): Promise<void> {
  const store = new MongoAccountStore(connection, collections);
  const handler = new OnPortTransactions(store, testSubAccounts);
  for (let start = await store.position(lane); start < records.length; start += batchSize) {
    const portion = records.slice(start, start + batchSize);
    const nextOffset = start + portion.length;
    await handler.handle({ lane, partition: PARTITION, position: start, nextOffset, records: portion });
  }
}

const offsetsOf = (topic: string): string[] =>
  sent
    .filter((one) => one.topic === topic)
    .flatMap(({ records }) => records.map(({ headers }) => headers!['landfall-offset'] as string));

/** Facts with poison between them. */
const mixed = (): BatchRecord[] =>
  fc
    .sample(anyFact, { numRuns: 12, seed: 8 })
    .map((fact, offset) => (offset % 3 === 1 ? poisonAt(offset, `poison ${offset}`) : recordOf(fact, offset)));

describe('the log of a lane', () => {
  it("publishes packs, then what was set aside, in order and into the lane's own partition, then outcomes", async () => {
    await write(mixed(), 4);
    await relayLane(collections, broker(), lane);
    expect(sent.map(({ topic }) => topic)).toEqual([topics.accountActivities.name, deadLetters, outcomes]);
    expect(offsetsOf(deadLetters)).toEqual(['1', '4', '7', '10']);
    expect(new Set(sent[1]!.records.map(({ partition }) => partition))).toEqual(new Set([PARTITION]));
    expect(await relayLane(collections, broker(), lane)).toBe(false);
  });

  it('publishes dead letters once more when outcomes were not acknowledged, and leaves none out', async () => {
    await write(mixed());
    await expect(relayLane(collections, broker(outcomes), lane)).rejects.toThrow('The broker is away.');
    await relayLane(collections, broker(), lane);
    expect(offsetsOf(deadLetters)).toEqual(['1', '4', '7', '10', '1', '4', '7', '10']);
  });

  it('says no outcome of a batch whose dead letters were not acknowledged', async () => {
    await write(mixed());
    await expect(relayLane(collections, broker(deadLetters), lane)).rejects.toThrow('The broker is away.');
    expect(sent.map(({ topic }) => topic)).toEqual([topics.accountActivities.name]);
  });

  it('stands where something was deleted from the quarantine, and sends nothing over and over', async () => {
    await write(mixed());
    await collections.quarantine.deleteOne({ offset: 7 });
    const relayed = relayLane(collections, broker(), lane);
    await expect(relayed).rejects.toMatchObject({ code: 'QUARANTINE_INCOMPLETE' });
    expect(sent).toEqual([]);
  });

  it('sends no more at a time than the broker takes, headers included', async () => {
    const headers = { long: Buffer.alloc(400 * 1024) };
    await write([0, 1, 2, 3, 4].map((offset) => ({ ...poisonAt(offset, 'x'), headers })));
    await relayLane(collections, broker(), lane);
    const letters = sent.filter(({ topic }) => topic === deadLetters);
    expect(letters.map(({ records }) => records.length)).toEqual([2, 2, 1]);
    expect(offsetsOf(deadLetters)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('tells which coordinates a batch has settled', async () => {
    const bad = poisonAt(0, 'x');
    await write([bad, replayAt(1, bad, `${lane}/0`), replayAt(2, bad, `${lane}/1`)], 2);
    await relayLane(collections, broker(), lane);
    const said = sent.find(({ topic }) => topic === outcomes)!.records.map(({ value }) => decodeRecord(value));
    expect(said).toMatchObject([
      { firstOffset: 0, settled: [{ offset: 0, replayOffset: 1 }] },
      { firstOffset: 2, settled: [{ offset: 1, replayOffset: 2 }] },
    ]);
  });
});
