import { LandfallError } from '@landfall/errors';
import type { Topic } from '@landfall/events';
import type { Kafka } from 'kafkajs';

/**
 * Refuses to start when a topic is missing or its partition count differs from the topic table: keys would land in other
 * lanes than before.
 * @throws LandfallError TOPIC_MISSING, TOPIC_PARTITIONS_DIFFER
 */
export async function verifyTopics(kafka: Kafka, wanted: readonly Topic[], topicPrefix = ''): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    for (const topic of wanted) {
      const name = topicPrefix + topic.name;
      if (!existing.has(name)) {
        throw new LandfallError('TOPIC_MISSING', `Topic ${name} does not exist.`, {
          hint: 'Create the topics of the topic table (libs/events) first.',
        });
      }
    }
    const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map((topic) => topicPrefix + topic.name) });
    for (const topic of wanted) {
      const found = topics.find(({ name }) => name === topicPrefix + topic.name)?.partitions.length ?? 0;
      if (found === topic.partitions) continue;
      throw new LandfallError(
        'TOPIC_PARTITIONS_DIFFER',
        `Topic ${topicPrefix}${topic.name} has ${found} partitions, the topic table says ${topic.partitions}.`,
        {
          hint: 'Partition counts never change; growth is a new generation of the topic (docs/architecture.md).',
        },
      );
    }
  } finally {
    await admin.disconnect();
  }
}

/** Creates what is missing of the topic table, with its partitions, retention and timestamp type. */
export async function createTopics(
  kafka: Kafka,
  wanted: readonly Topic[],
  { topicPrefix = '', replicationFactor = 1 } = {},
): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: wanted.map((topic) => ({
        topic: topicPrefix + topic.name,
        numPartitions: topic.partitions,
        replicationFactor,
        configEntries: Object.entries(topic.config).map(([name, value]) => ({ name, value })),
      })),
    });
  } finally {
    await admin.disconnect();
  }
}
