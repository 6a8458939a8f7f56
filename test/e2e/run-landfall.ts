import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serviceCommand, testServers } from '@landfall/testing';
import type { Stage } from './stage.ts';

const run = promisify(execFile);

/** Runs an operator's command upon a stage's topics and one database, and answers what it prints, line by line. */
export async function runLandfall(
  { topicPrefix }: Stage,
  database: string,
  ...args: readonly string[]
): Promise<{ lines: string[]; progress: string }> {
  const [program, ...rest] = serviceCommand('tools/landfall/src/main.ts') as [string, ...string[]];
  const { brokers, mongodbUri } = testServers();
  const { stdout, stderr } = await run(program, [...rest, ...args], {
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      ...{ NODE_OPTIONS: '', KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri },
      ...{ MONGODB_DATABASE: database, TOPIC_PREFIX: topicPrefix },
    },
  });
  return { lines: stdout.split('\n').filter((line) => line !== ''), progress: stderr };
}
