import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { RecordProducer } from './record-producer.ts';
import { LaneScene } from './testing/lane-scene.ts';

jest.setTimeout(60_000);
let producer: RecordProducer;
afterEach(() => producer.disconnect());

const record = (bytes: number) => ({ key: 'k', value: Buffer.alloc(bytes, 'x') });

async function open(maxMessageBytes: number): Promise<LaneScene> {
  const scene = await LaneScene.create([1], { 'max.message.bytes': String(maxMessageBytes) });
  producer = new RecordProducer(scene.kafka);
  await producer.connect();
  return scene;
}

describe('a record that is too large', () => {
  it('for the topic table is not sent, and neither are those that come with it', async () => {
    const { topic, kafka } = await open(2_000_000);
    const sent = producer.send(topic, [record(10), record(topic.maxRecordBytes + 1)]);
    await expect(sent).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE', retryable: false });
    const admin = kafka.admin();
    expect(await admin.fetchTopicOffsets(topic.name)).toMatchObject([{ high: '0' }]);
    await admin.disconnect();
  });

  it('for the broker alone is refused once and for all, not tried for ever', async () => {
    const { topic } = await open(10_000);
    const start = performance.now();
    const sent = producer.send(topic, [record(20_000)]);
    await expect(sent).rejects.toMatchObject({ code: 'TOPIC_LIMIT_TOO_LOW', retryable: false });
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(await producer.send(topic, [record(5_000)])).toEqual([{ partition: 0, offset: 0 }]);
  });

  it('as a batch goes out in portions', async () => {
    const { topic } = await open(1_310_720);
    const acknowledged = await producer.send(
      topic,
      Array.from({ length: 40 }, () => record(100_000)),
    );
    expect(acknowledged.map(({ offset }) => offset)).toEqual([...Array(40).keys()]);
  });
});
