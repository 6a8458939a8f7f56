import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContainers } from './containers.ts';
import { startKafka, type RunningServer } from './kafka.ts';
import { startMongod } from './mongod.ts';
import { supplyPrograms, type Progress, type ServerPrograms, type Wanted } from './programs.ts';
import { startBoth, type Started } from './start-both.ts';

export type Servers = {
  /** Comma-separated, as KAFKA_BROKERS. */
  readonly brokers: string;
  readonly mongodbUri: string;
  /** Resolves once one of them has ended by itself, with the end of its log; never otherwise. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
};

export type ServerOptions = {
  readonly progress?: Progress;
  /** Keeps data here between runs; by default a temporary folder that goes with the servers. */
  readonly folder?: string | undefined;
  /** Removes the data with the servers, also when this process is killed; by default where no folder is given. */
  readonly temporary?: boolean;
  /** Ports that are known to be free; by default any. */
  readonly ports?: { readonly kafka?: number; readonly mongodb?: number };
  readonly env?: NodeJS.ProcessEnv;
};

/**
 * A broker and a database from what is there: addresses given (KAFKA_BROKERS, MONGODB_URI), containers when asked for
 * (LANDFALL_SERVERS=containers), programs on the PATH, else packages. They end with this process, however it ends.
 * @throws LandfallError SERVERS_MISSING, CONTAINERS_UNAVAILABLE, PORT_TAKEN, PROCESS_ENDED
 */
export async function startServers(options: ServerOptions = {}): Promise<Servers> {
  const { env = process.env } = options;
  const { KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri } = env;
  const servers = await startWanted(
    { kafka: !brokers, mongodb: !mongodbUri },
    { progress: () => undefined, ...options, env },
  );
  return {
    brokers: addressOf(servers.kafka, brokers),
    mongodbUri: addressOf(servers.mongodb, mongodbUri),
    failed: Promise.race([servers.kafka?.failed ?? never, servers.mongodb?.failed ?? never]),
    stop: async () => void (await Promise.all([servers.kafka?.stop(), servers.mongodb?.stop()])),
  };
}

const never = new Promise<Error>(() => undefined);

const addressOf = (server: RunningServer | undefined, given = ''): string => server?.address ?? given;

type Settled = ServerOptions & { readonly progress: Progress; readonly env: NodeJS.ProcessEnv };

async function startWanted(wanted: Wanted, options: Settled): Promise<Started> {
  if (!wanted.kafka && !wanted.mongodb) return {};
  if (options.env['LANDFALL_SERVERS'] === 'containers') return startContainers(wanted, options.progress, options.env);
  const programs = await supplyPrograms(wanted, options);
  return startPrograms(programs, options);
}

async function startPrograms({ kafka, mongodb }: ServerPrograms, options: Settled): Promise<Started> {
  const { progress, folder: given, temporary = given === undefined, ports = {} } = options;
  progress('starting the servers');
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'landfall-')));
  const place = (name: 'kafka' | 'mongodb') => ({ folder: join(folder, name), temporary, port: ports[name] });
  try {
    return await startBoth({
      kafka: kafka && startKafka(kafka, place('kafka')),
      mongodb: mongodb && startMongod(mongodb, place('mongodb')),
    });
  } catch (error) {
    // Where a server failed its log stays, and the folder with it.
    if (given === undefined) await rmdir(folder).catch(() => undefined);
    throw error;
  }
}
