import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** What answers under way get when the server closes. */
const GRACE_MS = 10_000;

/**
 * Once the server closes, every answer also ends its connection. A client that keeps connections alive would otherwise
 * hold up the drain: Node closes the connections that are idle at that moment, not those that become so later. A client
 * that does not read its answer is cut off after `graceMs`.
 */
export function endConnectionsOnClose(adapter: Pick<FastifyAdapter, 'getInstance'>, graceMs = GRACE_MS): void {
  let closing = false;
  const fastify = adapter.getInstance();
  fastify.addHook('preClose', (done) => {
    closing = true;
    setTimeout(() => fastify.server.closeAllConnections(), graceMs).unref();
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
}
