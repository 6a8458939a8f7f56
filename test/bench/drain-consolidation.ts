import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { freePort, serviceCommand } from '@landfall/testing';
import { cpuMeter } from './cpu.ts';
import type { Drained, DrainOptions } from './drained.ts';

type Places = { written: number; relayed: number };

/** account-consolidation as it ships: done when the last batch's records are acknowledged by the broker. */
export async function drainConsolidation({
  brokers,
  mongodbUri,
  topicPrefix,
  database,
  connection,
  facts,
  pids,
  onProgress,
}: DrainOptions): Promise<Drained> {
  const [command, ...args] = serviceCommand('services/account-consolidation/src/main.ts');
  const child = spawn(command!, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...{ KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri, MONGODB_DATABASE: database, TOPIC_PREFIX: topicPrefix },
      ...{ PORT: String(await freePort()), LOG_LEVEL: 'warn', SUB_ACCOUNT_SECRET: 'a secret of the benchmark' },
    },
  });
  try {
    const first = await until(connection, ({ written }) => written > 0, onProgress);
    if (first.written > facts / 2) throw new Error(`${facts} facts are too few to measure: ask for more with --facts.`);
    const started = performance.now();
    const cpu = cpuMeter({ node: child.pid, ...pids });
    await until(connection, ({ written, relayed }) => written >= facts && relayed >= facts, onProgress);
    return { facts: facts - first.written, seconds: (performance.now() - started) / 1_000, cpuSeconds: cpu() };
  } finally {
    child.kill('SIGTERM');
  }
}

async function until(
  connection: Connection,
  reached: (places: Places) => boolean,
  onProgress: (facts: number) => void,
): Promise<Places> {
  for (;;) {
    const [written, relayed] = await Promise.all([sumOf(connection, 'lanes'), sumOf(connection, 'relays')]);
    onProgress(written);
    if (reached({ written, relayed })) return { written, relayed };
    await sleep(50);
  }
}

async function sumOf(connection: Connection, collection: string): Promise<number> {
  const docs = await connection.collection<{ nextOffset: number }>(collection).find().toArray();
  return docs.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
}
