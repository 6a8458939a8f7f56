import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerFault } from './schedule.ts';

/** A server as a process: what can be done to it from outside. */
export type Disturbable = {
  stop(signal: 'SIGKILL'): Promise<void>;
  /** On the same port, with the same data. */
  start(): Promise<unknown>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
};

/** The broker and the database of a run, which go through what a schedule has for them. */
export class ServersUnderFire {
  readonly #servers: Readonly<Record<ServerFault['server'], Disturbable>>;

  constructor(servers: Readonly<Record<ServerFault['server'], Disturbable>>) {
    this.#servers = servers;
  }

  /** One fault after the other. */
  async suffer(faults: readonly ServerFault[]): Promise<void> {
    for (const { server, fault, afterMs, forMs } of faults) {
      const disturbed = this.#servers[server];
      await sleep(afterMs);
      await (fault === 'killed' ? disturbed.stop('SIGKILL') : disturbed.freeze());
      await sleep(forMs);
      await (fault === 'killed' ? disturbed.start() : disturbed.thaw());
    }
  }
}
