import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { laneOf, topics, type Topic } from '@landfall/events';
import { eventually, testServers, uniqueName } from '@landfall/testing';
import type { Kafka } from 'kafkajs';
import type { Batch, BatchLimits } from './batch.ts';
import { createKafka } from './kafka-client.ts';
import { LaneConsumer } from './lane-consumer.ts';
import { LANE_FENCED } from './lane-worker.ts';
import { createTopics } from './topics.ts';

let kafka: Kafka;
const running: LaneConsumer[] = [];
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeAll(() => {
  kafka = createKafka({ brokers: testServers().brokers.split(','), clientId: 'test' });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
});

/** A topic of its own, and a store that keeps positions under their condition and every offset that was written. */
async function scene(partitions = 2, config: Topic['config'] = {}) {
  const topic: Topic = {
    ...topics.portTransactions,
    name: uniqueName('lanes'),
    partitions,
    config: { ...topics.portTransactions.config, ...config },
  };
  await createTopics(kafka, [topic]);
  const positions = new Map<string, number>();
  const written = new Map<number, number[]>();
  const save = ({ lane, partition, position, nextOffset, records }: Batch): void => {
    if ((positions.get(lane) ?? 0) !== position) throw new LandfallError(LANE_FENCED, 'moved on');
    positions.set(lane, nextOffset);
    written.set(partition, [...(written.get(partition) ?? []), ...records.map(({ offset }) => offset)]);
  };
  const groupId = uniqueName('group');
  const start = async (handle: (batch: Batch) => void = save, limits?: BatchLimits) => {
    const consumer = new LaneConsumer({
      kafka,
      groupId,
      readPosition: (lane) => Promise.resolve(positions.get(lane) ?? 0),
      logger: quiet,
      ...(limits && { limits }),
    });
    consumer.subscribe(topic, (batch) => Promise.resolve().then(() => handle(batch)));
    running.push(consumer);
    await consumer.start();
    return consumer;
  };
  const send = async (partition: number, count: number) => {
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    const messages = Array.from({ length: count }, (_, i) => ({
      partition,
      key: `k${i}`,
      value: `value ${i} `.repeat(20),
    }));
    await producer.send({ topic: topic.name, messages });
    await producer.disconnect();
  };
  return { topic, positions, written, save, start, send };
}

const upTo = (count: number): number[] => [...Array(count).keys()];

describe('a lane consumer on a real broker', () => {
  // The broker compresses by itself what arrives, with the same code as Java's producers.
  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    'reads records compressed with %s',
    async (codec) => {
      const { written, start, send } = await scene(1, { 'compression.type': codec });
      await start();
      await send(0, 500);
      await eventually(() => expect(written.get(0)).toEqual(upTo(500)), { timeoutMs: 30_000 });
    },
    60_000,
  );

  it('goes on with its other lanes while one cannot be written, and with that one when it can', async () => {
    const { written, save, start, send } = await scene(2);
    let away = true;
    const handle = (batch: Batch) => {
      if (away && batch.partition === 0) throw new LandfallError('STORE_AWAY', 'away', { retryable: true });
      save(batch);
    };
    await start(handle, { records: 5, bytes: 1_000_000 });
    for (let round = 1; round <= 3; round++) {
      await send(0, 30);
      await send(1, 30);
      await eventually(() => expect(written.get(1)).toEqual(upTo(30 * round)), { timeoutMs: 20_000 });
    }
    expect(written.get(0)).toBeUndefined();
    away = false;
    await eventually(() => expect(written.get(0)).toEqual(upTo(90)), { timeoutMs: 40_000 });
  }, 120_000);

  it('writes every record once while members come and go', async () => {
    const { written, start, send } = await scene(4);
    const sendAll = async () => {
      for (const partition of upTo(4)) await send(partition, 200);
    };
    await start();
    await sendAll();
    const second = await start();
    await sendAll();
    await second.stop();
    running.splice(running.indexOf(second), 1);
    await sendAll();
    await eventually(() => upTo(4).forEach((partition) => expect(written.get(partition)).toEqual(upTo(600))), {
      timeoutMs: 60_000,
    });
  }, 120_000);

  it('begins where the store stands, whatever the group has committed', async () => {
    const { topic, positions, written, start, send } = await scene(1);
    await send(0, 100);
    positions.set(laneOf(topic, 0), 40);
    await start();
    await eventually(() => expect(written.get(0)).toEqual(upTo(100).slice(40)), { timeoutMs: 30_000 });
  }, 60_000);

  it('stops a lane whose position is beyond the log, and leaves the others alone', async () => {
    const { topic, positions, written, start, send } = await scene(2);
    positions.set(laneOf(topic, 0), 1_000);
    await start();
    await send(0, 10);
    await send(1, 10);
    await eventually(() => expect(written.get(1)).toEqual(upTo(10)), { timeoutMs: 30_000 });
    expect(written.get(0)).toBeUndefined();
  }, 60_000);
});
