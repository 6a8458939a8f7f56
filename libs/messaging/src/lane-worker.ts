import { setTimeout as sleep } from 'node:timers/promises';
import { decodeRecord } from '@landfall/events';
import { backOffMs } from './back-off.ts';
import { batchLimits, type Batch, type BatchLimits, type BatchRecord } from './batch.ts';
import { contentOf, type Decode } from './fetched.ts';
import { RecordQueue, rising } from './record-queue.ts';
import { failureOf, outcomeOf, waitingForSchema, type Attempt } from './worker-faults.ts';

/** Says that a handler took the first part of a batch only; the rest comes again as a batch of its own. */
export type Handled = { readonly nextOffset: number } | void;

export type LaneWorkerOptions = {
  readonly lane: string;
  readonly partition: number;
  readonly handle: (batch: Batch) => Promise<Handled>;
  /** The lane's next offset in the store, read with majority. */
  readonly readPosition: (lane: string) => Promise<number>;
  /** Asks the consumer to fetch from this offset next. */
  readonly seek: (offset: number) => void;
  /** Called when there is room again after the queue was full. */
  readonly onRoom: () => void;
  readonly onCommitted: (nextOffset: number) => void;
  /** Of a batch that is refused, only the first refusal; its parts are not told by themselves. */
  readonly onFault: (error: unknown, attempt: number) => void;
  /** Called for each record that comes again, for this error, as one that could not be read. */
  readonly onSetAside: (offset: number, error: unknown) => void;
  readonly limits?: BatchLimits;
  readonly backOffMs?: (attempt: number) => number;
  /** Decodes again what was of an unknown schema when it was fetched. */
  readonly decode?: Decode;
  /** Whether a record of an unknown schema waits now; else it is handed on as one that could not be read. */
  readonly waitsForSchema?: (record: BatchRecord) => boolean;
};

/**
 * Writes one lane's batches one after the other, while the consumer fetches and decodes what comes next.
 * The position is the store's; a batch that failed is decided again, a fenced lane starts again from the store.
 */
export class LaneWorker {
  readonly #options: LaneWorkerOptions;
  readonly #queue: RecordQueue;
  #position = 0;
  #enqueued = 0;
  #wasFull = false;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: LaneWorkerOptions) {
    this.#options = options;
    this.#queue = new RecordQueue(options.limits ?? batchLimits);
  }

  /** The offset that the worker wants to receive next. */
  get wanted(): number {
    return this.#enqueued;
  }

  /** Where the store stands, as far as the worker knows. */
  get committed(): number {
    return this.#position;
  }

  /** Reads where the store stands. Whatever was offered in the meantime belongs to another position and is dropped. */
  async open(): Promise<number> {
    const position = await this.#options.readPosition(this.#options.lane);
    this.#queue.clear();
    this.#position = position;
    this.#enqueued = position;
    return position;
  }

  /** Wants another offset than the store's next, when the log begins above it. Only as long as nothing was offered. */
  beginAt(offset: number): void {
    this.#enqueued = offset;
  }

  /**
   * Takes fetched records; `lastOffset` is the last one of the fetch, control records included. Answers false when the
   * fetch began above what is wanted (kafkajs delivers one such batch after a late seek) or holds nothing new: the caller
   * then seeks to `wanted`. What is offered is taken even when the queue is full; the caller pauses the fetch then.
   */
  offer(records: readonly BatchRecord[], fetchedOffset: number, lastOffset: number): boolean {
    if (fetchedOffset > this.#enqueued || lastOffset < this.#enqueued) return false;
    this.#queue.push(rising(records, this.#enqueued, lastOffset));
    this.#enqueued = lastOffset + 1;
    // With nothing to drain it would end at once, and then seem to run for ever.
    if (this.#queue.length > 0) this.#running ??= this.#drain();
    return true;
  }

  /** Whether the fetch has to pause until `onRoom`. */
  get full(): boolean {
    return (this.#wasFull = this.#queue.full);
  }

  /** Ends after the batch in hand; what waits is dropped, the store's position tells where to go on. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#queue.clear();
    await this.#running;
  }

  async #drain(): Promise<void> {
    for (let waited = 0; !this.#closed && this.#queue.length > 0; ) {
      const records = this.#queue.take((record) => this.#waits(record));
      this.#tellOfRoom();
      if (records.length === 0) await this.#waitForSchema(waited++);
      else {
        waited = 0;
        await this.#write(records.map((record) => this.#decodedAgain(record)));
      }
    }
    this.#running = undefined;
  }

  /** A record of an unknown schema ends the batch before it; what came before is written at once. */
  #waits(record: BatchRecord): boolean {
    if (!isOfUnknownSchema(record) || !isOfUnknownSchema(this.#decodedAgain(record))) return false;
    return this.#options.waitsForSchema?.(record) ?? false;
  }

  async #waitForSchema(attempt: number): Promise<void> {
    this.#options.onFault(waitingForSchema(this.#options.lane), attempt);
    await this.#backOff(attempt);
  }

  #decodedAgain(record: BatchRecord): BatchRecord {
    if (!isOfUnknownSchema(record)) return record;
    return { ...record, content: contentOf(record.value, this.#options.decode ?? decodeRecord) };
  }

  #tellOfRoom(): void {
    if (!this.#wasFull || this.#queue.full) return;
    this.#wasFull = false;
    this.#options.onRoom();
  }

  /** Writes records until they are written, whatever part a handler takes at a time. `isPart`: of a batch that was refused. */
  async #write(records: readonly BatchRecord[], isPart = false): Promise<void> {
    let rest = records;
    for (let attempt = 0; rest.length > 0 && !this.#closed; ) {
      const result = await this.#attempt(rest, attempt, isPart);
      if (result.outcome === 'fenced') return this.#startAgain();
      if (result.outcome === 'refused') return this.#divide(rest, result.error);
      if (result.outcome === 'failed') await this.#backOff(attempt++);
      else {
        rest = rest.filter(({ offset }) => offset >= result.reached);
        attempt = 0;
      }
    }
  }

  /**
   * One bad record must not hold up its neighbours: halves are tried by themselves. A single record comes again as one
   * that could not be read, with the reason, and the handler puts it where such records go.
   */
  async #divide(records: readonly BatchRecord[], error: unknown): Promise<void> {
    const middle = Math.ceil(records.length / 2);
    if (records.length === 1) return this.#setAside(records[0]!, error);
    await this.#write(records.slice(0, middle), true);
    // A fence in the first half has dropped what waits; the second half is fetched again then.
    if (!this.#closed && this.#position === records[middle - 1]!.offset + 1) {
      await this.#write(records.slice(middle), true);
    }
  }

  #setAside(record: BatchRecord, error: unknown): Promise<void> {
    this.#options.onSetAside(record.offset, error);
    return this.#write([{ ...record, content: { failure: failureOf(error) } }], true);
  }

  async #attempt(records: readonly BatchRecord[], attempt: number, isPart: boolean): Promise<Attempt> {
    try {
      this.#position = await this.#handle(records);
    } catch (error) {
      const result = outcomeOf(records, error);
      if (result.outcome !== 'refused' || !isPart) this.#options.onFault(error, attempt);
      return result;
    }
    this.#options.onCommitted(this.#position);
    return { outcome: 'written', reached: this.#position };
  }

  /** The offset that the handler has reached. */
  async #handle(records: readonly BatchRecord[]): Promise<number> {
    const nextOffset = records.at(-1)!.offset + 1;
    const { lane, partition, handle } = this.#options;
    const handled = await handle({ lane, partition, position: this.#position, nextOffset, records });
    return handled?.nextOffset ?? nextOffset;
  }

  /** Another consumer wrote this lane: forget what waits and go on from where the store stands. */
  async #startAgain(): Promise<void> {
    for (let attempt = 0; !this.#closed; attempt++) {
      try {
        this.#options.seek(await this.open());
        this.#tellOfRoom();
        return;
      } catch (error) {
        this.#options.onFault(error, attempt);
        await this.#backOff(attempt);
      }
    }
  }

  async #backOff(attempt: number): Promise<void> {
    const milliseconds = (this.#options.backOffMs ?? backOffMs)(attempt);
    await sleep(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }
}

const isOfUnknownSchema = ({ content }: BatchRecord): boolean =>
  'failure' in content && content.failure.code === 'UNKNOWN_SCHEMA';
