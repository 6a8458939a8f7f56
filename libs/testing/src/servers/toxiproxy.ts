import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LandfallError } from '@landfall/errors';
import { Toxiproxy, type Proxy, type Toxic } from 'toxiproxy-node-client';
import { exists, findOnPath } from './find-program.ts';
import { cached, cacheFolder } from './package-cache.ts';
import { installGoProgram } from './packages.ts';
import { freePort } from './ports.ts';
import type { Surroundings } from './programs.ts';
import { startReady } from './start-ready.ts';

type Timeout = { readonly timeout: number };

const VERSION = '2.12.0';
const SOURCE = `github.com/Shopify/toxiproxy/v2/cmd/server@v${VERSION}`;

/**
 * Finds or builds toxiproxy: on the PATH, in the user's cache folder, else through the user's own go.
 * @throws LandfallError PACKAGE_CLIENT_MISSING where there is no go
 */
export async function supplyToxiproxy(surroundings: Surroundings = {}): Promise<string> {
  const { env, progress } = { env: process.env, progress: () => undefined, ...surroundings };
  const onPath = await findOnPath('toxiproxy-server', env);
  if (onPath !== undefined) return onPath;
  const name = `toxiproxy-${VERSION}`;
  if (!(await exists(join(cacheFolder(env), name))) && !(await findOnPath('go', env))) {
    throw new LandfallError(
      'PACKAGE_CLIENT_MISSING',
      'toxiproxy-server is not on the PATH, and neither is go, which would build it: provide either of them',
    );
  }
  const folder = await cached(cacheFolder(env), name, (into) => {
    progress(`building toxiproxy ${VERSION} with go`);
    return installGoProgram(SOURCE, into, env);
  });
  return join(folder, 'server');
}

/** What lies between a client and a server: whole, until a test damages it. */
export class Wire {
  readonly #proxy: Proxy;
  #damage: Toxic<Timeout> | undefined;

  constructor(proxy: Proxy) {
    this.#proxy = proxy;
  }

  /** From now on what goes one way is lost, while what goes the other way arrives; connections stay open. */
  async lose(what: 'requests' | 'replies'): Promise<void> {
    const stream = what === 'requests' ? 'upstream' : 'downstream';
    this.#damage = await this.#proxy.addToxic({
      ...{ name: `lost-${what}`, type: 'timeout', stream, toxicity: 1 },
      attributes: { timeout: 0 },
    });
  }

  /** Ends all connections; new ones are refused. */
  async cut(): Promise<void> {
    await this.#enable(false);
  }

  /** Ends all connections, and lets everything of new ones through. */
  async mend(): Promise<void> {
    await this.cut();
    await this.#damage?.remove();
    this.#damage = undefined;
    await this.#enable(true);
  }

  async #enable(enabled: boolean): Promise<void> {
    const { listen, upstream } = this.#proxy;
    await this.#proxy.update({ listen, upstream, enabled });
  }
}

/** A toxiproxy of one test; it cannot outlive this process. */
export class Wires {
  readonly #toxiproxy: Toxiproxy;
  readonly stop: () => Promise<void>;
  #made = 0;

  private constructor(toxiproxy: Toxiproxy, stop: () => Promise<void>) {
    this.#toxiproxy = toxiproxy;
    this.stop = stop;
  }

  static async start(program: string): Promise<Wires> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'landfall-wires-'));
    const toxiproxy = new Toxiproxy(`http://127.0.0.1:${port}`);
    const server = await startReady({
      name: 'toxiproxy',
      log: join(folder, 'toxiproxy.log'),
      command: [program, '-host', '127.0.0.1', '-port', String(port)],
      removes: folder,
      ready: async (check) => {
        check();
        await toxiproxy.getVersion();
      },
      everyMs: 50,
    });
    return new Wires(toxiproxy, () => server.stop());
  }

  /** A wire from one loopback port to another. */
  async between(from: number, to: number): Promise<Wire> {
    const [listen, upstream] = [from, to].map((port) => `127.0.0.1:${port}`) as [string, string];
    return new Wire(await this.#toxiproxy.createProxy({ name: `wire-${++this.#made}`, listen, upstream }));
  }
}
