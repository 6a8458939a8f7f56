import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { topics } from '@landfall/events';
import { endConnectionsOnClose, ProblemFilter, serveOpenApi } from '@landfall/http';
import {
  createKafka,
  KafkaAdmin,
  KafkaBatchStrategy,
  RecordProducer,
  RethrowFilter,
  sessionOf,
  verifyTopics,
} from '@landfall/messaging';
import { connectMongo, RelayRunner } from '@landfall/mongo';
import { NestLogger, type Logger, type Telemetry } from '@landfall/telemetry';
import { openCollections } from './adapters/documents.ts';
import { relayLane } from './adapters/lane-log.ts';
import { brokerLogEnds } from './adapters/log-ends.ts';
import { MongoAccountQueries } from './adapters/mongo-account-queries.ts';
import { MongoAccountStore } from './adapters/mongo-account-store.ts';
import { showOpenQuarantine } from './adapters/quarantine-gauge.ts';
import { AppModule } from './app.module.ts';
import type { Config } from './config.ts';

export type RunningService = { readonly port: number; stop(): Promise<void> };

const API = {
  title: 'Landfall account consolidation',
  description: 'One consolidated, nationwide picture of each trade account. Amounts are U.S. cents.',
  version: '1',
};

/** Opens what the service needs, begins to consume and to answer. `stop` drains: batches in hand are finished first. */
export async function start(config: Config, telemetry: Telemetry, logger: Logger): Promise<RunningService> {
  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: config.consumerGroup, logger });
  await verifyTopics(
    kafka,
    [
      topics.portTransactions,
      topics.accountActivities,
      topics.portTransactionsDeadLetters,
      topics.portTransactionsOutcomes,
    ],
    config.topicPrefix,
  );
  const connection = await connectMongo({
    uri: config.mongodbUri,
    database: config.mongodbDatabase,
    appName: 'account-consolidation',
  });
  const collections = await openCollections(connection);
  const admin = new KafkaAdmin(kafka, config.topicPrefix);
  const producer = new RecordProducer(kafka, config.topicPrefix);
  await Promise.all([admin.connect(), producer.connect()]);

  const relay = new RelayRunner({
    relay: (lane) => relayLane(collections, producer, lane),
    onFault: (lane, err) => logger.warn({ lane, err }, 'the relay will try again'),
  });
  const store = new MongoAccountStore(connection, collections);
  const strategy = new KafkaBatchStrategy({
    kafka,
    groupId: config.topicPrefix + config.consumerGroup,
    session: sessionOf(config.consumerSessionTimeoutMs),
    topicPrefix: config.topicPrefix,
    schemaPatienceMs: config.schemaPatienceMs,
    readPosition: (lane) => store.position(lane),
    onLanes(lanes) {
      relay.own(lanes);
      store.keepOnly(lanes);
    },
    onCommitted: (lane) => relay.notify(lane),
    logger,
  });

  const queries = new MongoAccountQueries(connection, collections);
  const hideOpenQuarantine = showOpenQuarantine(queries);
  const module = AppModule.with({
    store,
    queries,
    logEnds: brokerLogEnds(admin),
    operations: {
      telemetry,
      checks: { kafka: () => admin.ping(), mongodb: () => connection.db!.command({ ping: 1 }) },
    },
    subAccountSecret: config.subAccountSecret,
  });
  const http = new FastifyAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(module, http, { logger: new NestLogger(logger) });
  endConnectionsOnClose(http);
  const microservice = app.connectMicroservice({ strategy }, { deferInitialization: true });
  microservice.useGlobalFilters(new RethrowFilter());
  app.useGlobalFilters(new ProblemFilter(logger));
  serveOpenApi(app, API);
  await app.startAllMicroservices();
  await app.listen(config.port, '0.0.0.0');
  const address = app.getHttpServer().address() as { port: number };
  logger.info({ port: address.port }, 'account-consolidation is ready');

  return {
    port: address.port,
    async stop() {
      hideOpenQuarantine();
      await app.close();
      await relay.stop();
      await Promise.all([producer.disconnect(), admin.disconnect()]);
      await connection.close();
    },
  };
}
