import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { LandfallError } from '@landfall/errors';
import { topics } from '@landfall/events';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Batch } from './batch.ts';
import { KAFKA_BATCH } from './batch-handler.ts';
import type { Handled } from './lane-worker.ts';
import { LaneConsumer, type LaneConsumerOptions } from './lane-consumer.ts';

/**
 * The Nest transport behind `@BatchHandler`: whole batches, positions in the service's own store, faults retried.
 * Nest's stock Kafka server takes one message at a time and repeats or loses a bad one (docs/architecture.md).
 */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = KAFKA_BATCH;
  override readonly propagatesEventHandlerErrors = true;
  readonly #consumer: LaneConsumer;

  constructor(options: LaneConsumerOptions) {
    super();
    this.#consumer = new LaneConsumer(options);
  }

  /** Fails with LandfallError UNKNOWN_TOPIC or TOPIC_HANDLED_TWICE when the handlers are not one a topic of the table. */
  listen(done: (error?: unknown) => void): void {
    this.#subscribeAll();
    this.#consumer.start().then(() => done(), done);
  }

  async close(): Promise<void> {
    await this.#consumer.stop();
  }

  on(): never {
    throw new LandfallError('NOT_SUPPORTED', 'The batch transport has no events of its own; see LaneConsumerOptions.');
  }

  unwrap<T>(): T {
    return this.#consumer as T;
  }

  #subscribeAll(): void {
    const byName = new Map(Object.values(topics).map((topic) => [topic.name as string, topic]));
    for (const [pattern, handler] of this.messageHandlers) {
      const topic = byName.get(pattern);
      if (topic === undefined)
        throw new LandfallError('UNKNOWN_TOPIC', `${pattern} is not in the topic table of libs/events.`);
      // Nest keeps a second one behind the first, where it would never be asked.
      if (handler.next) throw new LandfallError('TOPIC_HANDLED_TWICE', `${pattern} has more than one handler.`);
      this.#consumer.subscribe(topic, async (batch: Batch) => {
        const result: unknown = await handler(batch);
        return (isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result) as Handled;
      });
    }
  }
}
