import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testServers, uniqueName } from '@landfall/testing';
import type { Connection, mongo } from 'mongoose';
import { connectMongo } from './connect.ts';
import { LaneSessions } from './lane-sessions.ts';
import { inLaneTransaction, readLanePosition, type LaneDocument } from './lane-transaction.ts';

let connection: Connection;
let lanes: mongo.Collection<LaneDocument>;
let effects: mongo.Collection<{ _id: string }>;
let sessions: LaneSessions;
let lane: string;

beforeAll(async () => {
  const uri = testServers().mongodbUri;
  connection = await connectMongo({ uri, database: uniqueName('lanes'), appName: 'test' });
  const db = connection.db!;
  lanes = await db.createCollection<LaneDocument>('lanes');
  effects = await db.createCollection<{ _id: string }>('effects');
  sessions = new LaneSessions(connection, db.collection('owners'));
});
beforeEach(async () => {
  lane = uniqueName('lane');
  await sessions.take(lane);
  await readLanePosition(lanes, lane);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

type Write = (session: mongo.ClientSession) => Promise<void>;

const move = (position: number, nextOffset: number, write: Write): Promise<void> =>
  inLaneTransaction(sessions, lanes, { lane, position, set: { nextOffset } }, write);

const writing =
  (name: string): Write =>
  async (session) =>
    void (await effects.insertOne({ _id: `${lane}/${name}` }, { session }));

const written = async (): Promise<string[]> =>
  (await effects.find({ _id: { $regex: `^${lane}/` } }).toArray()).map(({ _id }) => _id.slice(lane.length + 1)).sort();

describe('the transaction of a lane', () => {
  it('moves the lane and writes, both', async () => {
    await move(0, 10, writing('a'));
    await move(10, 20, writing('b'));
    expect(await written()).toEqual(['a', 'b']);
    expect(await readLanePosition(lanes, lane)).toBe(20);
  });

  it('writes nothing when the lane has moved on', async () => {
    await move(0, 10, writing('a'));
    await expect(move(0, 15, writing('b'))).rejects.toMatchObject({ code: 'LANE_FENCED' });
    expect(await written()).toEqual(['a']);
    expect(await readLanePosition(lanes, lane)).toBe(10);
  });

  it('asks for its condition first: what a fenced batch would write is not tried', async () => {
    await move(0, 10, writing('a'));
    // The rival wrote this document too; met before the fence, it would look like a fault of the record.
    await expect(move(0, 10, writing('a'))).rejects.toMatchObject({ code: 'LANE_FENCED' });
  });

  it('leaves the lane where it stood when a write fails, with nothing of what was written before', async () => {
    const failing: Write = async (session) => {
      await writing('a')(session);
      throw new Error('The second write failed.');
    };
    await expect(move(0, 10, failing)).rejects.toMatchObject({ code: 'MONGODB_FAULT', retryable: true });
    expect(await written()).toEqual([]);
    expect(await readLanePosition(lanes, lane)).toBe(0);
    await move(0, 10, writing('a'));
    expect(await written()).toEqual(['a']);
  });

  it.each<[string, () => { _id: string }[]]>([
    ['is there already', () => [{ _id: `${lane}/a` }]],
    ['is larger than any may be', () => [{ _id: `${lane}/b`, bytes: Buffer.alloc(20 * 1024 * 1024) }]],
  ])('tells a document that %s from a database that is away', async (_, documents) => {
    await effects.insertOne({ _id: `${lane}/a` });
    const refused: Write = async (session) => void (await effects.insertMany(documents(), { session }));
    await expect(move(0, 10, refused)).rejects.toMatchObject({ code: 'STORE_REFUSED', retryable: false });
    expect(await readLanePosition(lanes, lane)).toBe(0);
  });

  it('writes nothing once another owner has taken the lane', async () => {
    const overtaken: Write = async (session) => {
      await writing('a')(session);
      await new LaneSessions(connection, connection.db!.collection('owners')).take(lane);
    };
    await expect(move(0, 10, overtaken)).rejects.toMatchObject({ code: 'MONGODB_FAULT', retryable: true });
    expect(await written()).toEqual([]);
    expect(await readLanePosition(lanes, lane)).toBe(0);
  });
});
