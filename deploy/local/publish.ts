import { createReadStream } from 'node:fs';
import { declarationOf } from '@landfall/customs';
import { LandfallError } from '@landfall/errors';
import { encodeRecord, topics, transactionFactFromJson } from '@landfall/events';
import { RecordProducer, type OutgoingRecord } from '@landfall/messaging';
import { linesOf } from './sample-files.ts';

type Kafka = ConstructorParameters<typeof RecordProducer>[0];
type Receipt = { readonly index: number; readonly status: string; readonly reason?: string };
type Submission = { readonly accepted: number; readonly rejected: number; readonly receipts: readonly Receipt[] };

/**
 * Posts a file of facts to ingest as a port system does, in one stream.
 * @throws LandfallError SAMPLE_NOT_TAKEN with ingest's reason
 */
export async function postFacts(url: string, file: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(`${url}/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: createReadStream(file) as unknown as ReadableStream<Uint8Array>,
    duplex: 'half',
    signal,
  });
  if (response.status !== 202) {
    throw new LandfallError(
      'SAMPLE_NOT_TAKEN',
      `ingest answered ${response.status} to POST /v1/transactions: ${(await response.text()).slice(0, 1_000)}`,
    );
  }
  const { accepted, rejected, receipts } = (await response.json()) as Submission;
  if (rejected === 0) return accepted;
  const refused = receipts.find(({ status }) => status === 'rejected');
  throw new LandfallError(
    'SAMPLE_NOT_TAKEN',
    `ingest refused ${rejected} facts of ${file}; the first in line ${(refused?.index ?? 0) + 1}: ${refused?.reason}`,
  );
}

const BATCH = 1_000;

/** Puts a file of facts on port.transactions.inbound as Avro, as a port system with a Kafka client does. */
export async function produceFacts(kafka: Kafka, file: string, signal: AbortSignal): Promise<number> {
  const producer = new RecordProducer(kafka);
  await producer.connect();
  let sent = 0;
  try {
    for await (const batch of batchesOf(linesOf(file))) {
      signal.throwIfAborted();
      await producer.send(topics.portTransactionsInbound, batch);
      sent += batch.length;
    }
    return sent;
  } finally {
    await producer.disconnect();
  }
}

async function* batchesOf(lines: AsyncIterable<string>): AsyncGenerator<OutgoingRecord[]> {
  let batch: OutgoingRecord[] = [];
  for await (const line of lines) {
    batch.push(recordOf(line));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function recordOf(line: string): OutgoingRecord {
  const parsed = transactionFactFromJson(JSON.parse(line));
  if (!parsed.ok)
    throw new LandfallError(
      'SAMPLE_NOT_TAKEN',
      `The sample has a fact that fits no schema: ${JSON.stringify(parsed.problems)}`,
    );
  // The event id stays empty: ingest computes it.
  return { key: declarationOf(parsed.fact), value: encodeRecord(parsed.fact) };
}
