import { LandfallError } from '@landfall/errors';

export type TestServers = { readonly brokers: string; readonly mongodbUri: string };

const BROKERS = 'LANDFALL_TEST_BROKERS';
const MONGODB_URI = 'LANDFALL_TEST_MONGODB_URI';

/** How jest's global setup hands the shared servers to its workers. */
export function announceTestServers({ brokers, mongodbUri }: TestServers, env = process.env): void {
  env[BROKERS] = brokers;
  env[MONGODB_URI] = mongodbUri;
}

/** The broker and the database that all tests of a run share. @throws LandfallError TEST_SERVERS_MISSING */
export function testServers(env = process.env): TestServers {
  const brokers = env[BROKERS];
  const mongodbUri = env[MONGODB_URI];
  if (brokers && mongodbUri) return { brokers, mongodbUri };
  throw new LandfallError('TEST_SERVERS_MISSING', 'This test needs the shared broker and database.', {
    hint: 'Run it through `npm test -- --selectProjects integration`; files named *.int.spec.ts and *.e2e.spec.ts get servers.',
  });
}
