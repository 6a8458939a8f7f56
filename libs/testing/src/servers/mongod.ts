import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { eventually } from '../eventually.ts';
import { freePort } from './free-port.ts';
import { startGuarded } from './guarded-process.ts';
import type { RunningServer } from './kafka.ts';
import type { ServerPrograms } from './programs.ts';

/** A replica set of one member, on loopback, with its data in the given folder. */
export async function startMongod({ mongod }: ServerPrograms, folder: string, wantedPort?: number): Promise<RunningServer> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const port = wantedPort ?? (await freePort());
  const host = `127.0.0.1:${port}`;
  const server = startGuarded('The MongoDB server', join(folder, 'mongod.log'), [
    mongod,
    ...['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', data],
    ...['--wiredTigerCacheSizeGB', '2', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
  ]);
  try {
    await eventually(() => becomesPrimary(host, server.check), { timeoutMs: 60_000, everyMs: 100 });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { address: `mongodb://${host}/?replicaSet=rs0`, stop: server.stop };
}

/** Sets up the replica set where it is new; succeeds once the member takes writes. */
export async function becomesPrimary(host: string, check: () => void, memberName = host): Promise<void> {
  check();
  const client = new mongoose.mongo.MongoClient(`mongodb://${host}/?directConnection=true`, { serverSelectionTimeoutMS: 1_000 });
  try {
    const admin = client.db('admin');
    const { isWritablePrimary, setName } = await admin.command({ hello: 1 });
    if (isWritablePrimary) return;
    if (!setName) await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: memberName }] } });
    throw new Error('The member is not primary yet.');
  } finally {
    await client.close();
  }
}
