import { LandfallError } from '@landfall/errors';
import { topics, type Topic } from '@landfall/events';
import { choosePartition } from '@landfall/messaging';
import type { Coordinates } from '../domain/receipt.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { FactPublisher, PublishableFact } from '../needs.ts';
import { factRecord, rejectionRecord, traceHeaders, type KeyedRecord } from './fact-records.ts';

export type StoredRecord = KeyedRecord & Coordinates;

/** Topics in memory: for tests of what does not need a broker. */
export class MemoryFactPublisher implements FactPublisher {
  readonly records: Record<string, StoredRecord[]> = {};
  /** Set it to make the broker unreachable. */
  away = false;

  async publish(facts: readonly PublishableFact[]): Promise<readonly Coordinates[]> {
    return this.#append(
      topics.portTransactions,
      facts.map((fact) => factRecord(fact, traceHeaders())),
    );
  }

  async publishRejections(rejections: readonly Rejection[]): Promise<void> {
    this.#append(
      topics.portTransactionsRejected,
      rejections.map((rejection) => rejectionRecord(rejection, traceHeaders())),
    );
  }

  read(topic: Topic): StoredRecord[] {
    return (this.records[topic.name] ??= []);
  }

  #append(topic: Topic, records: readonly KeyedRecord[]): Coordinates[] {
    if (this.away) throw new LandfallError('KAFKA_UNAVAILABLE', 'The broker is away.', { retryable: true });
    const log = this.read(topic);
    return records.map((record) => {
      const partition = choosePartition(topic, record.key);
      const offset = log.filter((stored) => stored.partition === partition).length;
      log.push({ ...record, partition, offset });
      return { partition, offset };
    });
  }
}
