import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../eventually.ts';
import { freePort, refuseTakenPort } from './ports.ts';
import { startGuarded, type GuardedProcess } from './guarded-process.ts';
import type { KafkaPrograms } from './programs.ts';

export type RunningServer = {
  readonly address: string;
  /** Resolves once the server has ended by itself, where that can be seen; never otherwise. */
  readonly failed?: Promise<Error>;
  stop(): Promise<void>;
};
/** Where a server keeps its data, and on which port it listens (any free one by default). A temporary folder goes with the server. */
export type Place = { readonly folder: string; readonly temporary: boolean; readonly port?: number | undefined };

const CLUSTER_ID = 'bGFuZGZhbGwtbG9jYWwtMQ';

/** One broker that is its own controller, on loopback. @throws LandfallError PORT_TAKEN, PROCESS_ENDED */
export async function startKafka(
  { java, jars }: KafkaPrograms,
  { folder, temporary, port: wanted }: Place,
): Promise<RunningServer> {
  const port = wanted ?? (await freePort());
  await refuseTakenPort(port, 'the Kafka broker');
  await mkdir(folder, { recursive: true });
  const settings = join(folder, 'server.properties');
  await writeFile(settings, properties(port, await freePort(), join(folder, 'data')));
  const jvm = [java, '-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-cp', join(jars, '*')] as const;
  await promisify(execFile)(jvm[0], [
    ...jvm.slice(1),
    'kafka.tools.StorageTool',
    'format',
    '--ignore-formatted',
    '-t',
    CLUSTER_ID,
    '-c',
    settings,
  ]);
  const log = join(folder, 'broker.log');
  const broker = startGuarded({
    name: 'The Kafka broker',
    log,
    command: [...jvm, 'kafka.Kafka', settings],
    removes: temporary ? folder : undefined,
  });
  return whenReady(`127.0.0.1:${port}`, broker);
}

async function whenReady(address: string, broker: GuardedProcess): Promise<RunningServer> {
  try {
    await eventually(() => answers(address, broker.check), { timeoutMs: 60_000, everyMs: 250, unless: broker.ended });
  } catch (error) {
    await broker.stop();
    throw error;
  }
  return { address, failed: broker.failed, stop: () => broker.stop() };
}

/** The port opens before the group coordinator works: only a round trip to it tells that the broker is there. */
export async function answers(address: string, check: () => void = () => undefined): Promise<void> {
  check();
  const kafka = new Kafka({
    brokers: [address],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    connectionTimeout: 1_000,
  });
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
    // Records of 1 MB and what surrounds them.
    'message.max.bytes': 2 * 1024 * 1024,
    'group.initial.rebalance.delay.ms': 0,
    // Tests that kill members wait for as long as their sessions last.
    'group.min.session.timeout.ms': 1_000,
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
