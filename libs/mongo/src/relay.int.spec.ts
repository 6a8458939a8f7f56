import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testServers, uniqueName } from '@landfall/testing';
import type { Connection, mongo } from 'mongoose';
import { connectMongo } from './connect.ts';
import { relayOnce, type RelayPointer } from './relay.ts';

let connection: Connection;
let pointers: mongo.Collection<RelayPointer>;
let lane: string;

beforeAll(async () => {
  const uri = testServers().mongodbUri;
  connection = await connectMongo({ uri, database: uniqueName('relay'), appName: 'test' });
  pointers = connection.db!.collection('relays');
});
beforeEach(() => {
  lane = uniqueName('lane');
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

/** A log of stretches of ten offsets up to `end`, relayed to a broker that does what `publish` says. */
const relay = (end: number, publish: (to: number) => Promise<void>): Promise<boolean> =>
  relayOnce({
    lane,
    pointers,
    next: (from) => Promise.resolve(from < end ? { to: from + 10 } : undefined),
    publish: ({ to }) => publish(to),
  });

const pointer = async (): Promise<number | undefined> => (await pointers.findOne({ _id: lane }))?.nextOffset;

describe('the relay of a lane', () => {
  it('publishes the log stretch by stretch, and says when nothing is left', async () => {
    const published: number[] = [];
    const publish = async (to: number) => void published.push(to);
    expect([await relay(20, publish), await relay(20, publish), await relay(20, publish)]).toEqual([true, true, false]);
    expect(published).toEqual([10, 20]);
  });

  it('moves its pointer after the acknowledgement and not before, so a stretch that was not sent comes again', async () => {
    const seen: (number | undefined)[] = [];
    const lost = relay(10, async () => {
      seen.push(await pointer());
      throw new Error('The broker is away.');
    });
    await expect(lost).rejects.toThrow('The broker is away.');
    expect(seen).toEqual([0]);
    expect(await pointer()).toBe(0);
    const published: number[] = [];
    await relay(10, async (to) => void published.push(to));
    expect(published).toEqual([10]);
    expect(await pointer()).toBe(10);
  });

  it('never moves its pointer back when a second relay was faster', async () => {
    await relay(30, async () => {
      await relay(30, () => Promise.resolve());
      await relay(30, () => Promise.resolve());
    });
    expect(await pointer()).toBe(20);
  });
});
