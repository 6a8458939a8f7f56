import type { FastifyAdapter } from '@nestjs/platform-fastify';

/**
 * Once the server closes, every answer also ends its connection. A client that keeps connections alive would otherwise
 * hold up the drain: Node closes the connections that are idle at that moment, not those that become so later.
 */
export function endConnectionsOnClose(adapter: FastifyAdapter): void {
  let closing = false;
  const fastify = adapter.getInstance();
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
}
