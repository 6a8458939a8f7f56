import { rm } from 'node:fs/promises';
import type { GuardedProcess, Signal } from './guarded-process.ts';
import { startReady, type Server } from './start-ready.ts';

/** A server that a test ends, freezes and starts again on the same port and data. It cannot outlive this process. */
export class Restartable {
  /** host:port */
  readonly address: string;
  readonly #server: Server;
  #process: GuardedProcess | undefined;

  constructor(server: Server, address: string) {
    this.address = address;
    this.#server = server;
  }

  /** Resolves when the server is ready. @throws LandfallError PROCESS_ENDED */
  async start(): Promise<this> {
    this.#process = await startReady(this.#server);
    return this;
  }

  /** SIGTERM as an operator, SIGKILL as a power cut would. The data stays. */
  async stop(signal: Signal = 'SIGTERM'): Promise<void> {
    await this.#process?.stop(signal, { keep: true });
  }

  /** From now on it answers nothing, while its connections stay open. */
  async freeze(): Promise<void> {
    process.kill(await this.#running.pid, 'SIGSTOP');
  }

  async thaw(): Promise<void> {
    process.kill(await this.#running.pid, 'SIGCONT');
  }

  /** Resolves once it has ended, by itself or not. */
  get ended(): Promise<void> {
    return this.#running.ended;
  }

  /** Ends it for good, and removes its data where they are temporary. */
  async close(): Promise<void> {
    await this.stop('SIGKILL');
    if (this.#server.removes) await rm(this.#server.removes, { recursive: true, force: true });
  }

  get #running(): GuardedProcess {
    if (this.#process === undefined) throw new Error(`${this.#server.name} was not started.`);
    return this.#process;
  }
}
