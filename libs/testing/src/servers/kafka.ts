import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { freePort, refuseTakenPort } from './ports.ts';
import type { KafkaPrograms } from './programs.ts';
import { startReady, type Server } from './start-ready.ts';

export type RunningServer = {
  readonly address: string;
  /** Resolves once the server has ended by itself, where that can be seen; never otherwise. */
  readonly failed?: Promise<Error>;
  stop(): Promise<void>;
};
/** Where a server keeps its data, and on which port it listens (any free one by default). A temporary folder goes with the server. */
export type Place = { readonly folder: string; readonly temporary: boolean; readonly port?: number | undefined };

const CLUSTER_ID = 'bGFuZGZhbGwtbG9jYWwtMQ';

/** A second listener, for clients that come through a proxy: it tells them to come to the proxy's port again. */
export type Proxied = { readonly listens: number; readonly advertised: number };

export type BrokerOptions = {
  readonly proxied?: Proxied | undefined;
  /** What stands before its commands, for a disk of its own. */
  readonly inside?: readonly string[];
};

/** One broker that is its own controller, on loopback. @throws LandfallError PORT_TAKEN, PROCESS_ENDED */
export async function startKafka(programs: KafkaPrograms, place: Place): Promise<RunningServer> {
  const port = place.port ?? (await freePort());
  const broker = await startReady(await brokerServer(programs, { ...place, port }));
  return { address: `127.0.0.1:${port}`, failed: broker.failed, stop: () => broker.stop() };
}

/** Formats the broker's folder where that is new. @throws LandfallError PORT_TAKEN */
export async function brokerServer(
  { java, jars }: KafkaPrograms,
  { folder, temporary, port }: Place & { readonly port: number },
  { proxied, inside = [] }: BrokerOptions = {},
): Promise<Server> {
  await refuseTakenPort(port, 'the Kafka broker');
  await mkdir(folder, { recursive: true });
  const settings = join(folder, 'server.properties');
  const listeners = listenersOf(port, await freePort(), proxied);
  await writeFile(settings, asProperties({ ...listeners, ...properties, 'log.dirs': join(folder, 'data') }));
  const jvm = [...inside, java, '-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-cp', join(jars, '*')];
  const format = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', CLUSTER_ID, '-c', settings];
  await promisify(execFile)(jvm[0]!, [...jvm.slice(1), ...format]);
  return {
    name: 'The Kafka broker',
    log: join(folder, 'broker.log'),
    command: [...jvm, 'kafka.Kafka', settings],
    removes: temporary ? folder : undefined,
    ready: (check) => answers(`127.0.0.1:${port}`, check),
    everyMs: 250,
  };
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

function listenersOf(port: number, controllerPort: number, proxied?: Proxied): Record<string, string> {
  const [second, secondAdvertised] = proxied
    ? [`,PROXIED://127.0.0.1:${proxied.listens}`, `,PROXIED://127.0.0.1:${proxied.advertised}`]
    : ['', ''];
  return {
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${second}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}${secondAdvertised}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  };
}

const properties = {
  'node.id': 1,
  'process.roles': 'broker,controller',
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
};

const asProperties = (settings: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(settings)
    .map(
      ([name, value]) => `${name}=${value}
`,
    )
    .join('');
