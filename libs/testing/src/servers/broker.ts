import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokerServer, type Proxied } from './kafka.ts';
import { freePort } from './ports.ts';
import { supplyPrograms } from './programs.ts';
import { Restartable } from './restartable.ts';
import type { SmallDisk } from './small-disk.ts';

export type BrokerSettings = {
  readonly proxied?: Proxied | undefined;
  /** Takes its data. */
  readonly disk?: SmallDisk | undefined;
};

/** A broker for a test that damages it. @throws LandfallError SERVERS_MISSING, PROCESS_ENDED */
export async function startBroker({ proxied, disk }: BrokerSettings = {}): Promise<Restartable> {
  const { kafka } = await supplyPrograms({ kafka: true, mongodb: false });
  const folder = disk?.folder ?? (await mkdtemp(join(tmpdir(), 'landfall-broker-')));
  const port = await freePort();
  const server = await brokerServer(kafka!, { folder, temporary: true, port }, { proxied, inside: disk?.inside ?? [] });
  return new Restartable(server, `127.0.0.1:${port}`).start();
}
