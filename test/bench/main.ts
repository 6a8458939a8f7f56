import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { topics } from '@landfall/events';
import { createKafka, createTopics } from '@landfall/messaging';
import { connectMongo } from '@landfall/mongo';
import { publishSample, startServers, uniqueName } from '@landfall/testing';
import { pidsOf } from './cpu.ts';
import { drainBulkWrite } from './drain-bulk-write.ts';
import { drainConsolidation } from './drain-consolidation.ts';
import { rateOf, type Drained } from './drained.ts';
import { progressLine, whole } from './progress.ts';

const { values } = parseArgs({
  options: {
    facts: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '1' },
    accounts: { type: 'string', default: '2000' },
  },
});
const wanted = Number(values.facts);
const folder = await mkdtemp(join(tmpdir(), 'landfall-bench-'));
const servers = await startServers({ progress: (line) => console.error(line), folder });
// Only servers of our own are measured: a given address may be another machine's.
const ours = (program: string) => pidsOf(program, folder)[0];
const pids = { mongod: ours('mongod'), broker: ours('kafka.Kafka') };
try {
  const kafka = createKafka({ brokers: servers.brokers.split(','), clientId: 'bench' });
  const topicPrefix = `${uniqueName('bench')}.`;
  await createTopics(kafka, Object.values(topics), { topicPrefix });
  const publishing = progressLine('publishing', wanted);
  const spread = Math.min(60_000, Math.ceil(wanted / 4));
  const published = await publishSample(
    kafka,
    topicPrefix,
    { seed: 1, facts: wanted, accounts: Number(values.accounts), spread },
    publishing.show,
  );
  publishing.end();
  console.log(
    `${whole(published.facts)} facts of ${whole(published.bytes / published.facts)} bytes on ${topics.portTransactions.partitions} partitions`,
  );
  for (let round = 1; round <= Number(values.rounds); round++) await compare(round, topicPrefix, published.facts);
} finally {
  await servers.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function compare(round: number, topicPrefix: string, facts: number): Promise<void> {
  const consolidation = await drained(`round ${round}: account-consolidation`, topicPrefix, facts, drainConsolidation);
  const bulkWrite = await drained(`round ${round}: unordered bulkWrite`, topicPrefix, facts, drainBulkWrite);
  console.log(
    `ratio of account-consolidation to unordered bulkWrite: ${(rateOf(consolidation) / rateOf(bulkWrite)).toFixed(2)}`,
  );
}

async function drained(
  name: string,
  topicPrefix: string,
  facts: number,
  drain: typeof drainBulkWrite,
): Promise<Drained> {
  const database = uniqueName('bench');
  const connection = await connectMongo({ uri: servers.mongodbUri, database, appName: 'bench' });
  const progress = progressLine(name, facts);
  const result = await drain({
    brokers: servers.brokers,
    mongodbUri: servers.mongodbUri,
    topicPrefix,
    database,
    connection,
    facts,
    pids,
    onProgress: progress.show,
  });
  progress.end();
  const cpu = Object.entries(result.cpuSeconds).map(
    ([process, seconds]) => `${process} ${((seconds * 1e6) / result.facts).toFixed(1)}`,
  );
  console.log(`${name}: ${whole(rateOf(result))} facts/s; CPU seconds per million facts: ${cpu.join(', ')}`);
  await connection.dropDatabase();
  await connection.close();
  return result;
}
