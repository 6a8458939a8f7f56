import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';

/** Passes bytes on between clients and a broker, and changes one in what the broker sends while it is told to. */
export class DamagingProxy {
  readonly #server: Server;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #wanted: Buffer | undefined;
  /** How often a byte was changed. */
  damaged = 0;

  private constructor(broker: string) {
    const [host = '', port] = broker.split(':');
    this.#target = { host, port: Number(port) };
    this.#server = createServer((client) => this.#pass(client));
  }

  static async before(broker: string): Promise<DamagingProxy> {
    const proxy = new DamagingProxy(broker);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** From now on one bit of this text is turned wherever the broker sends it; of nothing, when it is undefined. */
  damage(text: string | undefined): void {
    this.#wanted = text === undefined ? undefined : Buffer.from(text);
  }

  /** A client all of whose connections go through the proxy, whatever address the broker tells. */
  kafka(): Kafka {
    const { port } = this.#server.address() as AddressInfo;
    return new Kafka({
      brokers: [`127.0.0.1:${port}`],
      clientId: 'behind-proxy',
      logLevel: logLevel.NOTHING,
      socketFactory: ({ onConnect }) => connect({ host: '127.0.0.1', port }, onConnect),
    });
  }

  async close(): Promise<void> {
    this.#sockets.forEach((socket) => socket.destroy());
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #pass(client: Socket): void {
    const broker = connect(this.#target);
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
    client.pipe(broker);
    broker.on('data', (chunk: Buffer) => client.write(this.#changed(chunk)));
  }

  #changed(chunk: Buffer): Buffer {
    const at = this.#wanted === undefined ? -1 : chunk.indexOf(this.#wanted);
    if (at < 0) return chunk;
    this.damaged++;
    chunk[at]! ^= 0x20;
    return chunk;
  }
}
