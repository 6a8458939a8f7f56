import { LandfallError } from '@landfall/errors';
import { eventually } from '../eventually.ts';
import type { RunningServer } from './kafka.ts';
import { becomesPrimary } from './mongod.ts';
import type { Progress } from './programs.ts';

/** Images by default those that testcontainers documents; a local image may take their place. */
const images = (env = process.env) => ({
  kafka: env['LANDFALL_KAFKA_IMAGE'] ?? 'confluentinc/cp-kafka:8.1.0',
  mongodb: env['LANDFALL_MONGODB_IMAGE'] ?? 'mongo:8.0',
});

/** Both servers as containers. @throws LandfallError CONTAINERS_UNAVAILABLE */
export async function startContainers(progress: Progress): Promise<{ kafka: RunningServer; mongodb: RunningServer }> {
  const { kafka: kafkaImage, mongodb: mongodbImage } = images();
  progress(`starting containers ${kafkaImage} and ${mongodbImage}`);
  const [kafka, mongodb] = await Promise.allSettled([startKafkaContainer(kafkaImage), startMongodbContainer(mongodbImage)]);
  if (kafka.status === 'fulfilled' && mongodb.status === 'fulfilled') return { kafka: kafka.value, mongodb: mongodb.value };
  await Promise.all([kafka, mongodb].map((started) => (started.status === 'fulfilled' ? started.value.stop() : undefined)));
  const cause: unknown = kafka.status === 'rejected' ? kafka.reason : mongodb.status === 'rejected' ? mongodb.reason : undefined;
  throw new LandfallError('CONTAINERS_UNAVAILABLE', `The containers did not start: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
    hint: 'Is a container engine running, and are the images there (LANDFALL_KAFKA_IMAGE, LANDFALL_MONGODB_IMAGE)?',
  });
}

async function startKafkaContainer(image: string): Promise<RunningServer> {
  const [{ KafkaContainer }, { Wait }] = await Promise.all([import('@testcontainers/kafka'), import('testcontainers')]);
  const container = await new KafkaContainer(image)
    .withKraft()
    .withEnvironment({ KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false', KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0' })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return { address: `${container.getHost()}:${container.getMappedPort(9093)}`, stop: async () => void (await container.stop()) };
}

/** The module's health check needs mongosh in the image; the driver sets up the replica set without it. */
async function startMongodbContainer(image: string): Promise<RunningServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(image)
    .withExposedPorts(27017)
    .withCommand(['--replSet', 'rs0', '--bind_ip_all'])
    .withTmpFs({ '/data/db': 'rw' })
    .withWaitStrategy(Wait.forLogMessage('Waiting for connections'))
    .start();
  const host = `${container.getHost()}:${container.getMappedPort(27017)}`;
  await eventually(() => becomesPrimaryInside(host), { timeoutMs: 60_000, everyMs: 100 });
  return { address: `mongodb://${host}/?directConnection=true`, stop: async () => void (await container.stop()) };
}

/** Inside its container the member is reached at its own port, so the set is made of that name. */
const becomesPrimaryInside = (host: string): Promise<void> => becomesPrimary(host, () => undefined, 'localhost:27017');
