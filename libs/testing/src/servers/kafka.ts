import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../eventually.ts';
import { freePort } from './free-port.ts';
import { startGuarded } from './guarded-process.ts';
import type { ServerPrograms } from './programs.ts';

export type RunningServer = { readonly address: string; stop(): Promise<void> };

const CLUSTER_ID = 'bGFuZGZhbGwtbG9jYWwtMQ';

/** One broker that is its own controller, on loopback, with its data in the given folder. */
export async function startKafka({ java, kafkaJars }: ServerPrograms, folder: string, wantedPort?: number): Promise<RunningServer> {
  await mkdir(folder, { recursive: true });
  const port = wantedPort ?? (await freePort());
  const settings = join(folder, 'server.properties');
  await writeFile(settings, properties(port, await freePort(), join(folder, 'data')));
  const classes = ['-cp', join(kafkaJars, '*')];
  await promisify(execFile)(java, [...classes, 'kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', CLUSTER_ID, '-c', settings]);
  const log = join(folder, 'broker.log');
  const broker = startGuarded('The Kafka broker', log, [java, '-Xms256m', '-Xmx768m', '-XX:+UseSerialGC', ...classes, 'kafka.Kafka', settings]);
  const address = `127.0.0.1:${port}`;
  try {
    await eventually(() => answers(address, broker.check), { timeoutMs: 60_000, everyMs: 250 });
  } catch (error) {
    await broker.stop();
    throw error;
  }
  return { address, stop: broker.stop };
}

/** The port opens before the group coordinator works: only a round trip to it tells that the broker is there. */
async function answers(address: string, check: () => void): Promise<void> {
  check();
  const kafka = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING, retry: { retries: 0 }, connectionTimeout: 1_000 });
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.describeCluster();
    await admin.fetchOffsets({ groupId: 'landfall-readiness' });
  } finally {
    await admin.disconnect();
  }
}

const properties = (port: number, controllerPort: number, data: string): string =>
  Object.entries({
    'node.id': 1,
    'process.roles': 'broker,controller',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'delete.topic.enable': true,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
