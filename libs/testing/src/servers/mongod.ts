import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { eventually } from '../eventually.ts';
import { freePort, refuseTakenPort } from './ports.ts';
import { startGuarded } from './guarded-process.ts';
import type { Place, RunningServer } from './kafka.ts';
import type { Mongod } from './programs.ts';

/** A replica set of one member, on loopback. @throws LandfallError PORT_TAKEN, PROCESS_ENDED */
export async function startMongod(
  { mongod }: Mongod,
  { folder, temporary, port: wanted }: Place,
): Promise<RunningServer> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const port = wanted ?? (await freePort());
  await refuseTakenPort(port, 'MongoDB');
  const host = `127.0.0.1:${port}`;
  const server = startGuarded({
    name: 'The MongoDB server',
    log: join(folder, 'mongod.log'),
    command: [
      mongod,
      ...['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', data],
      ...['--wiredTigerCacheSizeGB', '2', '--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ],
    removes: temporary ? folder : undefined,
  });
  try {
    await eventually(() => becomesPrimary(host, server.check), {
      timeoutMs: 60_000,
      everyMs: 100,
      unless: server.ended,
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { address: `mongodb://${host}/?replicaSet=rs0`, failed: server.failed, stop: () => server.stop() };
}

/**
 * Sets up the replica set where it is new, or gives its member the present address where kept data says another;
 * succeeds once the member takes writes.
 */
export async function becomesPrimary(
  host: string,
  check: () => void = () => undefined,
  memberName = host,
): Promise<void> {
  check();
  const client = new mongoose.mongo.MongoClient(`mongodb://${host}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    const admin = client.db('admin');
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    if (!isWritablePrimary) {
      await setUpMember(admin, memberName);
      throw new Error('The member is not primary yet.');
    }
  } finally {
    await client.close();
  }
}

type Admin = ReturnType<InstanceType<typeof mongoose.mongo.MongoClient>['db']>;
type ReplicaSet = { config: { version: number; members: { _id: number; host: string }[] } };

const NOT_YET_INITIALIZED = 94;

async function setUpMember(admin: Admin, host: string): Promise<void> {
  const found = await admin.command({ replSetGetConfig: 1 }).catch((error: unknown) => {
    if ((error as { code?: number }).code === NOT_YET_INITIALIZED) return undefined;
    throw error;
  });
  if (found === undefined) {
    await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } });
    return;
  }
  const { config } = found as unknown as ReplicaSet;
  if (config.members[0]?.host === host) return;
  await admin.command({
    replSetReconfig: { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] },
    force: true,
  });
}
