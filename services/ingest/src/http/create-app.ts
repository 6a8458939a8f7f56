import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { endConnectionsOnClose, ProblemFilter, serveOpenApi } from '@landfall/http';
import { NestLogger, type Logger } from '@landfall/telemetry';
import { AppModule, type Adapters } from '../app.module.ts';

const API = {
  title: 'Landfall ingest',
  description: 'The edge where port systems hand in facts. Amounts are U.S. cents, quantities thousandths.',
  version: '1',
};

/** A sender that says nothing for so long is gone; a broker that is slow is given up long before. */
const IDLE_MS = 120_000;

/** The service over HTTP, not listening yet. */
export async function createApp(adapters: Adapters, logger: Logger): Promise<NestFastifyApplication> {
  const http = new FastifyAdapter({ connectionTimeout: IDLE_MS });
  // Bodies are streamed, so Nest's own parsers stay off.
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(adapters), http, {
    logger: new NestLogger(logger),
    bodyParser: false,
  });
  const fastify = http.getInstance();
  endConnectionsOnClose(http);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.useGlobalFilters(new ProblemFilter(logger));
  serveOpenApi(app, API);
  return app;
}
