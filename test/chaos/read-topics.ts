import type { Topic } from '@landfall/events';
import { KafkaAdmin, LaneConsumer, type Batch, type BatchRecord } from '@landfall/messaging';
import { eventually, uniqueName } from '@landfall/testing';
import type { Stage } from '../e2e/stage.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Reads topics from their beginning to where they end now. */
export async function readTopics(
  { kafka, topicPrefix }: Stage,
  topics: readonly Topic[],
  take: (record: BatchRecord, partition: number) => void,
): Promise<void> {
  const positions = new Map<string, number>();
  const consumer = new LaneConsumer({
    kafka,
    topicPrefix,
    groupId: topicPrefix + uniqueName('reader'),
    readPosition: async (lane) => positions.get(lane) ?? 0,
    logger: quiet,
  });
  const handle = async ({ lane, partition, records, nextOffset }: Batch) => {
    records.forEach((record) => take(record, partition));
    positions.set(lane, nextOffset);
  };
  for (const topic of topics) consumer.subscribe(topic, handle);
  const wanted = await endsOf(kafka, topicPrefix, topics);
  await consumer.start();
  try {
    await eventually(
      () => {
        const reached = [...positions.values()].reduce((sum, position) => sum + position, 0);
        if (reached < wanted) throw new Error(`read ${reached} of ${wanted} records`);
      },
      { timeoutMs: 60_000 },
    );
  } finally {
    await consumer.stop();
  }
}

async function endsOf(kafka: Stage['kafka'], topicPrefix: string, topics: readonly Topic[]): Promise<number> {
  const admin = new KafkaAdmin(kafka, topicPrefix);
  await admin.connect();
  const ends = await Promise.all(topics.map((topic) => admin.ends(topic)));
  await admin.disconnect();
  return ends.flat().reduce((sum, { high }) => sum + high, 0);
}
