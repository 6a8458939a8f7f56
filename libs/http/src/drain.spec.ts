import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { endConnectionsOnClose } from './drain.ts';

const GRACE_MS = 200;

describe('a server that closes', () => {
  it('cuts off a client that does not read its answer, after its grace', async () => {
    const adapter = new FastifyAdapter();
    endConnectionsOnClose(adapter, GRACE_MS);
    const fastify = adapter.getInstance();
    fastify.get('/endless', (_request, reply) =>
      reply.send(
        new Readable({
          read() {
            this.push(Buffer.alloc(64 * 1024));
          },
        }),
      ),
    );
    await fastify.listen({ port: 0 });
    const { port } = fastify.server.address() as AddressInfo;
    const request = get({ port, path: '/endless', agent: false });
    request.on('error', () => undefined);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);

    const started = performance.now();
    await fastify.close();
    expect(performance.now() - started).toBeGreaterThan(GRACE_MS / 2);
    request.destroy();
  }, 5_000);
});
