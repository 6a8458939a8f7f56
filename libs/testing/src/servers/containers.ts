import { LandfallError } from '@landfall/errors';
import { eventually } from '../eventually.ts';
import { answers, type RunningServer } from './kafka.ts';
import { becomesPrimary } from './mongod.ts';
import type { Progress, Wanted } from './programs.ts';
import { startBoth, type Started } from './start-both.ts';

/** Images by default those that testcontainers documents; a local image may take their place. */
const images = (env: NodeJS.ProcessEnv) => ({
  kafka: env['LANDFALL_KAFKA_IMAGE'] ?? 'confluentinc/cp-kafka:8.1.0',
  mongodb: env['LANDFALL_MONGODB_IMAGE'] ?? 'mongo:8.0',
});

/** The servers that are wanted, as containers. @throws LandfallError CONTAINERS_UNAVAILABLE */
export async function startContainers(wanted: Wanted, progress: Progress, env: NodeJS.ProcessEnv): Promise<Started> {
  const { kafka, mongodb } = images(env);
  progress(
    `starting containers of ${[wanted.kafka && kafka, wanted.mongodb && mongodb].filter(Boolean).join(' and ')}`,
  );
  return startBoth({
    kafka: wanted.kafka ? startKafkaContainer(kafka) : undefined,
    mongodb: wanted.mongodb ? startMongodbContainer(mongodb) : undefined,
  }).catch((cause: unknown) => {
    throw new LandfallError(
      'CONTAINERS_UNAVAILABLE',
      `The containers did not start: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
        hint: 'Is a container engine running, and are the images there (LANDFALL_KAFKA_IMAGE, LANDFALL_MONGODB_IMAGE)?',
      },
    );
  });
}

async function startKafkaContainer(image: string): Promise<RunningServer> {
  const [{ KafkaContainer }, { Wait }] = await Promise.all([import('@testcontainers/kafka'), import('testcontainers')]);
  const container = await new KafkaContainer(image)
    .withKraft()
    .withEnvironment({ KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false', KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0' })
    .withEnvironment({ KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '1', KAFKA_MESSAGE_MAX_BYTES: String(2 * 1024 * 1024) })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  const address = `${container.getHost()}:${container.getMappedPort(9093)}`;
  await eventually(() => answers(address), { timeoutMs: 60_000, everyMs: 250 });
  return { address, stop: async () => void (await container.stop()) };
}

/** The module's own health check needs mongosh in the image; the driver sets up the replica set without it. */
async function startMongodbContainer(image: string): Promise<RunningServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(image)
    .withExposedPorts(27017)
    .withCommand(['--replSet', 'rs0'])
    .withTmpFs({ '/data/db': 'rw' })
    .withWaitStrategy(Wait.forLogMessage('Waiting for connections'))
    .start();
  const host = `${container.getHost()}:${container.getMappedPort(27017)}`;
  // Inside its container the member is reached at its own port, so the set is made of that name.
  await eventually(() => becomesPrimary(host, undefined, 'localhost:27017'), { timeoutMs: 60_000, everyMs: 100 });
  return { address: `mongodb://${host}/?directConnection=true`, stop: async () => void (await container.stop()) };
}
