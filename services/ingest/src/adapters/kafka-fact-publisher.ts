import { LandfallError } from '@landfall/errors';
import { topics, type Topic } from '@landfall/events';
import type { RecordProducer } from '@landfall/messaging';
import { inSendSpan } from '@landfall/telemetry';
import type { Coordinates } from '../domain/receipt.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { FactPublisher, PublishableFact } from '../needs.ts';
import { factRecord, rejectionRecord, traceHeaders, type KeyedRecord } from './fact-records.ts';
import { PATIENCE_MS, within } from './within.ts';

export class KafkaFactPublisher implements FactPublisher {
  readonly #producer: Pick<RecordProducer, 'send'>;
  readonly #patienceMs: number;

  constructor(producer: Pick<RecordProducer, 'send'>, patienceMs = PATIENCE_MS) {
    this.#producer = producer;
    this.#patienceMs = patienceMs;
  }

  publish(facts: readonly PublishableFact[]): Promise<readonly Coordinates[]> {
    return this.#send(topics.portTransactions, facts, factRecord);
  }

  async publishRejections(rejections: readonly Rejection[]): Promise<void> {
    await this.#send(topics.portTransactionsRejected, rejections, rejectionRecord);
  }

  async #send<T>(
    topic: Topic,
    items: readonly T[],
    toRecord: (item: T, trace: Record<string, string>) => KeyedRecord,
  ): Promise<readonly Coordinates[]> {
    if (items.length === 0) return [];
    return inSendSpan({ topic: topic.name, size: items.length }, () => {
      const trace = traceHeaders();
      return this.#acknowledged(
        topic,
        items.map((item) => toRecord(item, trace)),
      );
    });
  }

  /** The client may still deliver after we gave up: repeated facts are dropped by their event ids. */
  #acknowledged(topic: Topic, records: readonly KeyedRecord[]): Promise<readonly Coordinates[]> {
    return within(this.#patienceMs, this.#producer.send(topic, records), () =>
      unacknowledged(topic, records.length, this.#patienceMs),
    );
  }
}

const unacknowledged = (topic: Topic, count: number, patienceMs: number): LandfallError =>
  new LandfallError(
    'KAFKA_UNAVAILABLE',
    `The broker did not acknowledge ${count} records for ${topic.name} within ${patienceMs} ms.`,
    {
      retryable: true,
      hint: 'Check that the brokers are reachable and that enough replicas are in sync.',
    },
  );
