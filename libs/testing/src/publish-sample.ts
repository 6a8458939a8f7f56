import { declarationOf } from '@landfall/customs';
import { encodeRecord, identify, topics, transactionFactFromJson } from '@landfall/events';
import { RecordProducer, type OutgoingRecord } from '@landfall/messaging';
import { sampleFacts, type SampleOptions } from '@landfall/sample';
import type { Kafka } from 'kafkajs';

const BATCH = 2_000;

export type Published = { readonly facts: number; readonly bytes: number };

/** Publishes a sample onto port.transactions as ingest does, and says how much that was. */
export async function publishSample(
  kafka: Kafka,
  topicPrefix: string,
  options: SampleOptions,
  onProgress: (facts: number) => void,
): Promise<Published> {
  const producer = new RecordProducer(kafka, topicPrefix);
  await producer.connect();
  let facts = 0;
  let bytes = 0;
  let batch: OutgoingRecord[] = [];
  const flush = async () => {
    await producer.send(topics.portTransactions, batch);
    facts += batch.length;
    bytes += batch.reduce((sum, { value }) => sum + value.length, 0);
    batch = [];
    onProgress(facts);
  };
  for (const json of sampleFacts(options)) {
    batch.push(recordOf(json));
    if (batch.length === BATCH) await flush();
  }
  await flush();
  await producer.disconnect();
  return { facts, bytes };
}

function recordOf(json: unknown): OutgoingRecord {
  const parsed = transactionFactFromJson(json);
  if (!parsed.ok) throw new Error(`The sample made a fact that does not fit: ${JSON.stringify(parsed.problems)}`);
  const fact = identify(parsed.fact);
  return { key: declarationOf(fact), value: encodeRecord(fact) };
}
