import { LandfallError } from '@landfall/errors';
import type { Topic } from '@landfall/events';
import { Partitioners, type IHeaders, type Kafka, type PartitionMetadata, type Producer } from 'kafkajs';

export type OutgoingRecord = {
  readonly key: Buffer | string;
  readonly value: Buffer;
  readonly headers?: IHeaders;
  /** By default murmur2 over the key, as Java's client does. */
  readonly partition?: number;
};

export type Acknowledged = { readonly partition: number; readonly offset: number };

const partitionOf = Partitioners.DefaultPartitioner();

/** Sends records and returns only when all in-sync replicas have them. */
export class RecordProducer {
  readonly #producer: Producer;
  readonly #topicPrefix: string;

  constructor(kafka: Kafka, topicPrefix = '') {
    this.#producer = kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    this.#topicPrefix = topicPrefix;
  }

  async connect(): Promise<void> {
    await this.#producer.connect();
  }

  async disconnect(): Promise<void> {
    await this.#producer.disconnect();
  }

  /**
   * Sends the records in order and answers each one's coordinates, in the same order.
   * @throws LandfallError RECORD_TOO_LARGE before anything is sent; TOPIC_LIMIT_TOO_LOW when the broker takes less than the
   * topic table says; KAFKA_UNAVAILABLE (retryable) when not all were acknowledged. After the last two some may be in the
   * log all the same, and sending again repeats them.
   */
  async send(topic: Topic, records: readonly OutgoingRecord[]): Promise<Acknowledged[]> {
    if (records.length === 0) return [];
    for (const record of records) refuseTooLarge(topic, record);
    const acknowledged: Acknowledged[] = [];
    for (const portion of portions(records, topic.maxRecordBytes))
      acknowledged.push(...(await this.#sendPortion(topic, portion)));
    return acknowledged;
  }

  async #sendPortion(topic: Topic, records: readonly OutgoingRecord[]): Promise<Acknowledged[]> {
    const messages = records.map((record) => ({
      key: record.key,
      value: record.value,
      headers: record.headers ?? {},
      partition: record.partition ?? choosePartition(topic, record.key),
    }));
    try {
      const metadata = await this.#producer.send({ topic: this.#topicPrefix + topic.name, messages, acks: -1 });
      const next = new Map(metadata.map((m) => [m.partition, Number(m.baseOffset)]));
      return messages.map(({ partition }) => {
        const offset = next.get(partition) ?? -1;
        next.set(partition, offset + 1);
        return { partition, offset };
      });
    } catch (cause) {
      throw isTooLarge(cause) ? limitTooLow(topic, cause) : unavailable(topic, records.length, cause);
    }
  }
}

const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

const isTooLarge = (error: unknown): boolean =>
  error instanceof Object && (TOO_LARGE.includes(typeOf(error)) || ('cause' in error && isTooLarge(error.cause)));

const typeOf = (error: object): string => ('type' in error && typeof error.type === 'string' ? error.type : '');

const limitTooLow = (topic: Topic, cause: unknown): LandfallError =>
  new LandfallError(
    'TOPIC_LIMIT_TOO_LOW',
    `The broker refused for ${topic.name} what the topic table allows, ${topic.maxRecordBytes} bytes.`,
    { cause, hint: 'Set max.message.bytes of the topic to what the topic table says (libs/events).' },
  );

const unavailable = (topic: Topic, count: number, cause: unknown): LandfallError =>
  new LandfallError('KAFKA_UNAVAILABLE', `The broker did not acknowledge ${count} records for ${topic.name}.`, {
    retryable: true,
    cause,
    hint: 'Check that the brokers are reachable and that enough replicas are in sync.',
  });

/** The broker's limit holds for the batch of a partition too: what goes out in one request stays below it. */
function* portions(records: readonly OutgoingRecord[], maxBytes: number): Generator<readonly OutgoingRecord[]> {
  let start = 0;
  let bytes = 0;
  for (let i = 0; i < records.length; i++) {
    const size = bytesOf(records[i]!);
    if (i > start && bytes + size > maxBytes) {
      yield records.slice(start, i);
      start = i;
      bytes = 0;
    }
    bytes += size;
  }
  yield records.slice(start);
}

/** Key, value, and a generous share for headers and framing. */
const bytesOf = (record: OutgoingRecord): number => record.key.length + record.value.length + 300;

/** The partition of a key: murmur2, over the partition count of the topic table. */
export function choosePartition(topic: Topic, key: Buffer | string): number {
  return partitionOf({
    topic: topic.name,
    partitionMetadata: metadataOf(topic.partitions),
    message: { key, value: null },
  });
}

const metadataByCount = new Map<number, PartitionMetadata[]>();

function metadataOf(partitions: number): PartitionMetadata[] {
  let metadata = metadataByCount.get(partitions);
  if (metadata === undefined) {
    metadata = Array.from({ length: partitions }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 0,
      replicas: [],
      isr: [],
    }));
    metadataByCount.set(partitions, metadata);
  }
  return metadata;
}

function refuseTooLarge(topic: Topic, record: OutgoingRecord): void {
  const bytes = record.value.length + record.key.length;
  if (bytes > topic.maxRecordBytes) {
    throw new LandfallError(
      'RECORD_TOO_LARGE',
      `A record of ${bytes} bytes is above the limit of ${topic.name}, ${topic.maxRecordBytes}.`,
      {
        details: { bytes, limit: topic.maxRecordBytes },
      },
    );
  }
}
