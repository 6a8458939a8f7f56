import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContainers } from './containers.ts';
import { startKafka, type RunningServer } from './kafka.ts';
import { startMongod } from './mongod.ts';
import { supplyPrograms, type Progress } from './programs.ts';

export type Servers = {
  readonly brokers: string;
  readonly mongodbUri: string;
  /** Where the servers' data and logs are; absent where the servers are not ours. */
  readonly folder?: string;
  stop(): Promise<void>;
};

export type ServerOptions = {
  readonly progress?: Progress;
  /** Keeps data here between runs; by default a temporary folder that goes with the servers. */
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
};

const nothing = async (): Promise<void> => undefined;

/**
 * A broker and a database from what is there: addresses given (KAFKA_BROKERS, MONGODB_URI), containers when asked for
 * (LANDFALL_SERVERS=containers), programs on the PATH, else packages.
 */
export async function startServers({ progress = () => undefined, folder, env = process.env }: ServerOptions = {}): Promise<Servers> {
  const given = { kafka: external(env['KAFKA_BROKERS']), mongodb: external(env['MONGODB_URI']) };
  const started = await startMissing(given, { progress, folder, env });
  return {
    brokers: started.kafka.address,
    mongodbUri: started.mongodb.address,
    ...(started.folder && { folder: started.folder }),
    async stop() {
      await Promise.all([started.kafka.stop(), started.mongodb.stop()]);
      if (started.folder && !folder) await rm(started.folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Given = { kafka: RunningServer | undefined; mongodb: RunningServer | undefined };
type Started = { kafka: RunningServer; mongodb: RunningServer; folder?: string };

const external = (address: string | undefined): RunningServer | undefined => (address ? { address, stop: nothing } : undefined);

async function startMissing({ kafka, mongodb }: Given, options: Required<Pick<ServerOptions, 'progress' | 'env'>> & { folder: string | undefined }): Promise<Started> {
  if (kafka && mongodb) return { kafka, mongodb };
  if (options.env['LANDFALL_SERVERS'] === 'containers') {
    const containers = await startContainers(options.progress);
    return { kafka: kafka ?? containers.kafka, mongodb: mongodb ?? containers.mongodb };
  }
  const programs = await supplyPrograms(options.progress);
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'landfall-')));
  options.progress('starting the broker and the database');
  const starting = await Promise.allSettled([
    kafka ?? startKafka(programs, join(folder, 'kafka')),
    mongodb ?? startMongod(programs, join(folder, 'mongodb')),
  ]);
  const [first, second] = starting;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return { kafka: first.value, mongodb: second.value, folder };
  await Promise.all(starting.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
  throw starting.find((server) => server.status === 'rejected')!.reason;
}
