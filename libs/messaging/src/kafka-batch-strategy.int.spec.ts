import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { topics, type Topic } from '@landfall/events';
import { eventually, testServers, uniqueName } from '@landfall/testing';
import { Controller, Module, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern } from '@nestjs/microservices';
import type { Kafka } from 'kafkajs';
import { BatchHandler, KAFKA_BATCH, RethrowFilter } from './batch-handler.ts';
import type { Batch, BatchRecord } from './batch.ts';
import { KafkaBatchStrategy } from './kafka-batch-strategy.ts';
import { createKafka } from './kafka-client.ts';
import { SHORT } from './testing/lane-scene.ts';
import { createTopics } from './topics.ts';

jest.setTimeout(60_000);
const INBOUND = topics.portTransactionsInbound;
const OUTCOMES = topics.portTransactionsOutcomes;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let kafka: Kafka;
let topicPrefix: string;
let app: INestMicroservice | undefined;
beforeEach(() => {
  kafka = createKafka({ brokers: testServers().brokers.split(','), clientId: 'test' });
  topicPrefix = `${uniqueName('nest')}.`;
});
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function start(...controllers: Type[]): Promise<void> {
  await createTopics(kafka, [INBOUND, OUTCOMES], { topicPrefix });
  @Module({ controllers })
  class App {}
  const positions = new Map<string, number>();
  const strategy = new KafkaBatchStrategy({
    ...{ kafka, topicPrefix, groupId: `${topicPrefix}group`, logger: quiet, session: SHORT },
    readPosition: (lane) => Promise.resolve(positions.get(lane) ?? 0),
    decode: () => ({ type: 'DutyPaid' }) as never,
  });
  app = await NestFactory.createMicroservice(App, { strategy, logger: false, abortOnError: false });
  app.useGlobalFilters(new RethrowFilter());
  await app.listen();
}

async function send(topic: Topic, messages: { key: Buffer; value: Buffer; headers?: Record<string, Buffer> }[]) {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const inOnePartition = messages.map((message) => ({ ...message, partition: 0 }));
  await producer.send({ topic: topicPrefix + topic.name, messages: inOnePartition });
  await producer.disconnect();
}

describe("the transport behind Nest's handlers", () => {
  it('hands on whole batches, with keys, values and headers as bytes', async () => {
    const batches: Batch[] = [];
    @Controller()
    class OnInbound {
      @BatchHandler(INBOUND)
      handle(batch: Batch): Promise<void> {
        batches.push(batch);
        return Promise.resolve();
      }
    }
    await start(OnInbound);
    // No text has these bytes: as a string they would be others.
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    await send(
      INBOUND,
      [1, 2, 3].map(() => ({ key: bytes, value: bytes, headers: { trace: bytes } })),
    );
    await eventually(() => expect(batches.flatMap(({ records }) => records)).toHaveLength(3));
    expect(batches).toHaveLength(1);
    const plain = ({ offset, key, value, headers }: BatchRecord) => ({ offset, key, value, header: headers['trace'] });
    expect(batches[0]!.records.map(plain)).toEqual(
      [0, 1, 2].map((offset) => ({ offset, key: bytes, value: bytes, header: bytes })),
    );
  });

  it("knows a handler's error by its code, and asks each topic's own handler", async () => {
    const inbound: BatchRecord[] = [];
    const outcomes: BatchRecord[] = [];
    let failures = 1;
    @Controller()
    class Handlers {
      @BatchHandler(INBOUND)
      handleInbound({ records }: Batch): Promise<void> {
        const bad = records.some(({ offset, content }) => offset === 1 && !('failure' in content));
        if (bad) throw new LandfallError('BAD_FACT', 'The second one.');
        inbound.push(...records);
        return Promise.resolve();
      }

      @BatchHandler(OUTCOMES)
      handleOutcomes({ records }: Batch): Promise<void> {
        if (failures-- > 0) throw new LandfallError('STORE_AWAY', 'away', { retryable: true });
        outcomes.push(...records);
        return Promise.resolve();
      }
    }
    await start(Handlers);
    const three = ['a', 'b', 'c'].map((text) => ({ key: Buffer.from(text), value: Buffer.from(text) }));
    await send(INBOUND, three);
    await send(OUTCOMES, three);
    await eventually(() => expect(inbound.map(({ offset }) => offset)).toEqual([0, 1, 2]));
    expect(inbound[1]!.content).toEqual({ failure: { code: 'BAD_FACT', reason: 'The second one.' } });
    await eventually(() => expect(outcomes.map(({ offset }) => offset)).toEqual([0, 1, 2]));
    expect(outcomes.some(({ content }) => 'failure' in content)).toBe(false);
  });

  it('refuses at start a pattern that is no topic, and a topic with two handlers', async () => {
    @Controller()
    class OnNothing {
      @EventPattern<string>('port.transactions.inbund', KAFKA_BATCH)
      handle(): Promise<void> {
        return Promise.resolve();
      }
    }
    await expect(start(OnNothing)).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC' });
    await app!.close();
    @Controller()
    class Twice {
      @BatchHandler(INBOUND)
      one(): Promise<void> {
        return Promise.resolve();
      }

      @BatchHandler(INBOUND)
      two(): Promise<void> {
        return Promise.resolve();
      }
    }
    await expect(start(Twice)).rejects.toMatchObject({ code: 'TOPIC_HANDLED_TWICE' });
  });
});
