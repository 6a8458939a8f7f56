import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testServers, uniqueName } from '@landfall/testing';
import type { Connection } from 'mongoose';
import { connectMongo } from './connect.ts';
import { LaneSessions, type LaneOwner } from './lane-sessions.ts';

type Row = { _id: string; by: string };

let connection: Connection;

beforeAll(async () => {
  const uri = testServers().mongodbUri;
  connection = await connectMongo({ uri, database: uniqueName('sessions'), appName: 'test' });
  await connection.createCollection('rows');
  await connection.collection<Row>('rows').insertOne({ _id: 'lane', by: 'nobody' });
});

afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
}, 60_000);

const open = () => new LaneSessions(connection, connection.collection<LaneOwner>('owners'));

/** Begins a transaction over the lane's row, and leaves it open as a killed process does. */
async function begin(sessions: LaneSessions, by: string) {
  const session = await sessions.of('lane');
  session.startTransaction();
  await connection.collection<Row>('rows').updateOne({ _id: 'lane' }, { $set: { by } }, { session });
  return session;
}

describe('the sessions of a lane', () => {
  it('let a successor write at once where a killed owner has left a transaction open', async () => {
    await begin(open(), 'the killed one');
    const successor = open();
    await successor.take('lane');
    await (await begin(successor, 'the successor')).commitTransaction();
    expect(await connection.collection<Row>('rows').findOne()).toMatchObject({ by: 'the successor' });
  });

  it('end also what an owner began after it was superseded, once that stands in the way', async () => {
    const [superseded, successor] = [open(), open()];
    await superseded.take('lane');
    await successor.take('lane');
    await begin(superseded, 'the superseded one');
    await expect(begin(successor, 'the next one')).rejects.toThrow(/conflict/i);
    await successor.drop('lane');
    await (await begin(successor, 'the next one')).commitTransaction();
    expect(await connection.collection<Row>('rows').findOne()).toMatchObject({ by: 'the next one' });
  });
});
