import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContainers } from './containers.ts';
import { startKafka, type RunningServer } from './kafka.ts';
import { startMongod } from './mongod.ts';
import { supplyPrograms, type Progress, type Wanted } from './programs.ts';

export type Servers = {
  /** Comma-separated, as KAFKA_BROKERS. */
  readonly brokers: string;
  readonly mongodbUri: string;
  stop(): Promise<void>;
};

export type ServerOptions = {
  readonly progress?: Progress;
  /** Keeps data here between runs; by default a temporary folder that goes with the servers. */
  readonly folder?: string | undefined;
  /** Ports that are known to be free; by default any. */
  readonly ports?: { readonly kafka?: number; readonly mongodb?: number };
  readonly env?: NodeJS.ProcessEnv;
};

type Started = { readonly kafka?: RunningServer; readonly mongodb?: RunningServer };

/**
 * A broker and a database from what is there: addresses given (KAFKA_BROKERS, MONGODB_URI), containers when asked for
 * (LANDFALL_SERVERS=containers), programs on the PATH, else packages. They end with this process, however it ends.
 * @throws LandfallError SERVERS_MISSING, CONTAINERS_UNAVAILABLE, PORT_TAKEN, PROCESS_ENDED
 */
export async function startServers(options: ServerOptions = {}): Promise<Servers> {
  const { KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri } = options.env ?? process.env;
  const { kafka, mongodb } = await startWanted({ kafka: !brokers, mongodb: !mongodbUri }, options);
  return {
    brokers: kafka?.address ?? brokers ?? '',
    mongodbUri: mongodb?.address ?? mongodbUri ?? '',
    stop: async () => void (await Promise.all([kafka?.stop(), mongodb?.stop()])),
  };
}

async function startWanted(wanted: Wanted, options: ServerOptions): Promise<Started> {
  if (!wanted.kafka && !wanted.mongodb) return {};
  const { env = process.env, progress = () => undefined } = options;
  return env['LANDFALL_SERVERS'] === 'containers' ? startContainers(wanted, progress, env) : startPrograms(wanted, { ...options, env, progress });
}

async function startPrograms(wanted: Wanted, { env, progress, folder: kept, ports = {} }: ServerOptions & { progress: Progress }): Promise<Started> {
  const { kafka, mongodb } = await supplyPrograms(wanted, { ...(env && { env }), progress });
  progress(`starting ${[kafka && 'the broker', mongodb && 'the database'].filter(Boolean).join(' and ')}`);
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'landfall-')));
  const place = (name: string, port?: number) => ({ folder: join(folder, name), temporary: kept === undefined, port });
  const starting = await Promise.allSettled([kafka && startKafka(kafka, place('kafka', ports.kafka)), mongodb && startMongod(mongodb, place('mongodb', ports.mongodb))]);
  const [broker, database] = starting;
  if (broker.status === 'fulfilled' && database.status === 'fulfilled') {
    return { ...(broker.value && { kafka: broker.value }), ...(database.value && { mongodb: database.value }) };
  }
  await Promise.all(starting.map((server) => (server.status === 'fulfilled' ? server.value?.stop() : undefined)));
  if (kept === undefined) await rmdir(folder).catch(() => undefined);
  throw starting.find((server) => server.status === 'rejected')!.reason;
}
