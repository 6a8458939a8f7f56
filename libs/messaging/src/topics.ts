import { setTimeout as sleep } from 'node:timers/promises';
import { LandfallError } from '@landfall/errors';
import type { Topic } from '@landfall/events';
import type { Admin, Kafka } from 'kafkajs';

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
      // kafkajs gives up waiting at the first broker that has not heard of a topic yet.
      waitForLeaders: false,
      topics: wanted.map((topic) => ({
        topic: topicPrefix + topic.name,
        numPartitions: topic.partitions,
        replicationFactor,
        configEntries: Object.entries(topic.config).map(([name, value]) => ({ name, value })),
      })),
    });
    await haveLeaders(
      admin,
      wanted.map((topic) => topicPrefix + topic.name),
    );
  } finally {
    await admin.disconnect();
  }
}

const LEADERS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** @throws LandfallError TOPICS_WITHOUT_LEADER (retryable) */
async function haveLeaders(admin: Admin, names: string[]): Promise<void> {
  const deadline = performance.now() + LEADERS_WITHIN_MS;
  while (!(await allHaveLeaders(admin, names))) {
    if (performance.now() > deadline) {
      throw new LandfallError('TOPICS_WITHOUT_LEADER', `The topics ${names.join(', ')} have no leaders yet.`, {
        retryable: true,
        hint: 'Topics are created. Check that enough brokers are up, and start again.',
      });
    }
    await sleep(LOOK_EVERY_MS);
  }
}

async function allHaveLeaders(admin: Admin, names: string[]): Promise<boolean> {
  // Until every broker has heard of a topic, one may say that it does not know it.
  const { topics } = await admin.fetchTopicMetadata({ topics: names }).catch(() => ({ topics: [] }));
  return (
    topics.length === names.length && topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))
  );
}
