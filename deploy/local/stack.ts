import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { topics } from '@landfall/events';
import { createKafka, createTopics } from '@landfall/messaging';
import { endOf, freePort, isFree, ownerOf, startServers, startService, type Servers } from '@landfall/testing';
import type { Options } from './options.ts';
import type { Teardown } from './teardown.ts';

/** What personal identifiers are hidden with, on this stack alone; it is no secret. */
export const LOCAL_SECRET = 'not-a-secret-local-stack-only';

const wantedPorts = { ingest: 3001, accounts: 3002, kafka: 9092, mongodb: 27017 };

type ServerPorts = { readonly kafka?: number; readonly mongodb?: number };

const areFree = async (ports: ServerPorts): Promise<boolean> =>
  (await Promise.all(Object.values(ports).map(isFree))).every(Boolean);

/** The stack as far as it has been started. */
export class Stack {
  readonly #teardown: Teardown;
  readonly #keep: boolean;
  readonly #failures: Promise<Error>[] = [];
  /** What a person should know of how it was started. */
  readonly notes: string[] = [];
  folder = '';
  servers: Pick<Servers, 'brokers' | 'mongodbUri'> = { brokers: '', mongodbUri: '' };
  readonly urls = { ingest: '', accounts: '' };

  constructor({ keep }: Options, teardown: Teardown) {
    this.#keep = keep;
    this.#teardown = teardown;
  }

  get kafka() {
    return createKafka({ brokers: this.servers.brokers.split(','), clientId: 'local-stack' });
  }

  /** Resolves once something that runs here has ended by itself. */
  get failed(): Promise<Error> {
    return Promise.race(this.#failures);
  }

  /** The last lines of each service's log, since the folder goes. */
  endOfLogs(): string {
    if (this.folder === '') return '';
    const logs = readdirSync(join(this.folder, 'logs')).map((file) => join(this.folder, 'logs', file));
    return logs.map((log) => `\nThe end of ${log}:\n${endOf(log, 5)}`).join('\n');
  }

  async #openFolder(): Promise<void> {
    this.folder = this.#keep ? keptFolder() : await mkdtemp(join(tmpdir(), 'landfall-local-'));
    await mkdir(join(this.folder, 'logs'), { recursive: true });
    if (this.#keep) this.notes.push(`Data is kept in ${this.folder}; remove that folder to begin anew.`);
    else this.#teardown.add('temporary folder', () => rm(this.folder, { recursive: true, force: true, maxRetries: 5 }));
  }

  async startServers(progress: (line: string) => void): Promise<void> {
    await this.#openFolder();
    const ports = await this.#serverPorts();
    const servers = await this.#startServers(progress, ports).catch(async (error: unknown) => {
      // Another program may have taken a port between the look and the start.
      if (await areFree(ports)) throw error;
      return this.#startServers(progress, await this.#serverPorts());
    });
    this.#failures.push(servers.failed);
    this.servers = servers;
    const given = ['KAFKA_BROKERS', 'MONGODB_URI'].filter((name) => process.env[name]);
    if (given.length > 0) this.notes.push(`Given by ${given.join(' and ')}: what was written there stays.`);
  }

  #startServers(progress: (line: string) => void, ports: ServerPorts): Promise<Servers> {
    const starting = startServers({ progress, ports, folder: join(this.folder, 'servers'), temporary: !this.#keep });
    // Registered before it has started: an interruption meanwhile waits for it and ends it.
    this.#teardown.add('broker and database', () =>
      starting.then(
        (started) => started.stop(),
        () => undefined,
      ),
    );
    return starting;
  }

  async createTopics(): Promise<void> {
    await createTopics(this.kafka, Object.values(topics));
  }

  async startServices(): Promise<void> {
    const [ingest, accounts] = [
      await this.#port('ingest', 'ingest'),
      await this.#port('accounts', 'account-consolidation'),
    ];
    const consolidation = this.#startService('account-consolidation', accounts, { SUB_ACCOUNT_SECRET: LOCAL_SECRET });
    const [{ url: ingestUrl }, { url: accountsUrl }] = await Promise.all([
      this.#startService('ingest', ingest),
      consolidation,
    ]);
    Object.assign(this.urls, { ingest: ingestUrl, accounts: accountsUrl });
  }

  async #startService(name: string, port: number, env: Record<string, string> = {}) {
    const { brokers, mongodbUri } = this.servers;
    const log = join(this.folder, 'logs', `${name}.log`);
    const all = { KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri, PORT: String(port), ...env };
    const starting = startService(`services/${name}/src/main.ts`, all, { log });
    this.#teardown.add(name, () =>
      starting.then(
        (started) => started.stop(),
        () => undefined,
      ),
    );
    const service = await starting;
    this.#failures.push(service.failed);
    return service;
  }

  /** Servers that are given, and containers, have ports of their own. */
  async #serverPorts(env = process.env): Promise<ServerPorts> {
    if (env['LANDFALL_SERVERS'] === 'containers') return {};
    return {
      ...(!env['KAFKA_BROKERS'] && { kafka: await this.#port('kafka', 'the broker') }),
      ...(!env['MONGODB_URI'] && { mongodb: await this.#port('mongodb', 'the database') }),
    };
  }

  /** The port that people expect, or another where that one is taken. */
  async #port(name: keyof typeof wantedPorts, purpose: string): Promise<number> {
    const wanted = wantedPorts[name];
    if (await isFree(wanted)) return wanted;
    const other = await freePort();
    this.notes.push(`Port ${wanted} is taken by ${await ownerOf(wanted)}; ${purpose} listens on ${other} instead.`);
    return other;
  }
}

const keptFolder = (env = process.env): string =>
  join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'landfall', 'local');
