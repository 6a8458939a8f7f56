import { topics } from '@landfall/events';
import { createKafka } from '@landfall/messaging';
import { cpuMeter } from './cpu.ts';
import type { Drained, DrainOptions } from './drained.ts';

type Row = { eventId: string; key: string; offset: number; partition: number; value: Buffer };

/**
 * What a careful user would write without Landfall: kafkajs eachBatch into an unordered insert of one document a fact,
 * with a unique index on the event id, acknowledged by a majority and journaled.
 */
export async function drainBulkWrite({
  brokers,
  topicPrefix,
  connection,
  facts,
  pids,
  onProgress,
}: DrainOptions): Promise<Drained> {
  const rows = connection.collection<Row>('rows');
  await rows.createIndex({ eventId: 1 }, { unique: true });
  const consumer = createKafka({ brokers: brokers.split(','), clientId: 'bench' }).consumer({
    groupId: `${topicPrefix}bulk`,
    maxBytesPerPartition: 2 * 1024 * 1024,
    maxBytes: 12 * 1024 * 1024,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topicPrefix + topics.portTransactions.name], fromBeginning: true });
  const cpu = cpuMeter({ node: process.pid, ...pids });
  let started = 0;
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        partitionsConsumedConcurrently: 3,
        eachBatch: async ({ batch }) => {
          started ||= performance.now();
          // Avro writes a string's length in one byte here: the event id is the first field of every fact.
          const documents = batch.messages.map(({ key, value, offset }) => ({
            insertOne: {
              document: {
                eventId: value!.toString('latin1', 6, 38),
                key: key!.toString(),
                offset: Number(offset),
                partition: batch.partition,
                value: value!,
              },
            },
          }));
          await rows
            .bulkWrite(documents, { ordered: false, writeConcern: { w: 'majority', j: true } })
            .catch(ignoreDuplicates);
          onProgress((seen += documents.length));
          if (seen >= facts) resolve();
        },
      })
      .catch(reject);
  });
  const drained = { facts, seconds: (performance.now() - started) / 1_000, cpuSeconds: cpu() };
  await consumer.disconnect();
  return drained;
}

function ignoreDuplicates(error: unknown): void {
  const { code } = error as { code?: number };
  if (code !== 11_000) throw error;
}
