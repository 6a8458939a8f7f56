import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { freePort, refuseTakenPort } from './ports.ts';
import type { Place, RunningServer } from './kafka.ts';
import type { Mongod } from './programs.ts';
import { startReady, type Server } from './start-ready.ts';

/** How a member differs from the one that `npm start` brings up. */
export type MemberOptions = {
  readonly cacheGb?: number;
  /** NAME=VALUE, as after --setParameter. */
  readonly parameters?: readonly string[];
  readonly oplogMb?: number;
};

/** A replica set of one member, on loopback. @throws LandfallError PORT_TAKEN, PROCESS_ENDED */
export async function startMongod(programs: Mongod, place: Place): Promise<RunningServer> {
  const port = place.port ?? (await freePort());
  const host = `127.0.0.1:${port}`;
  const server = await startReady({
    ...(await memberServer(programs, { ...place, port })),
    ready: (check) => becomesPrimary(host, check),
  });
  return { address: `mongodb://${host}/?replicaSet=rs0`, failed: server.failed, stop: () => server.stop() };
}

/** One member of a replica set that somebody else sets up: ready as soon as it answers. @throws LandfallError PORT_TAKEN */
export async function memberServer(
  { mongod }: Mongod,
  { folder, temporary, port }: Place & { readonly port: number },
  { cacheGb = 2, parameters = [], oplogMb }: MemberOptions = {},
): Promise<Server> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  await refuseTakenPort(port, 'MongoDB');
  const set = ['diagnosticDataCollectionEnabled=false', ...parameters];
  return {
    name: 'The MongoDB server',
    log: join(folder, 'mongod.log'),
    command: [
      mongod,
      ...['--replSet', 'rs0', '--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', data],
      ...['--wiredTigerCacheSizeGB', String(cacheGb), ...(oplogMb ? ['--oplogSize', String(oplogMb)] : [])],
      ...set.flatMap((parameter) => ['--setParameter', parameter]),
    ],
    removes: temporary ? folder : undefined,
    ready: (check) => asMember(`127.0.0.1:${port}`, check, async (admin) => void (await admin.command({ ping: 1 }))),
    everyMs: 100,
  };
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
  await asMember(host, check, async (admin) => {
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    if (!isWritablePrimary) {
      await setUpMember(admin, memberName);
      throw new Error('The member is not primary yet.');
    }
  });
}

/** Asks one member, whatever its set says of it. */
export async function asMember<T>(host: string, check: () => void, ask: (admin: Admin) => Promise<T>): Promise<T> {
  check();
  const client = new mongoose.mongo.MongoClient(`mongodb://${host}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    return await ask(client.db('admin'));
  } finally {
    await client.close();
  }
}

export type Admin = ReturnType<InstanceType<typeof mongoose.mongo.MongoClient>['db']>;
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
