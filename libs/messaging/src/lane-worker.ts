import { isRetryable, LandfallError } from '@landfall/errors';
import { batchLimits, type Batch, type BatchLimits, type BatchRecord } from './batch.ts';
import { RecordQueue } from './record-queue.ts';

/** Thrown by a store whose condition on the lane's position found no match: another consumer has moved the lane on. */
export const LANE_FENCED = 'LANE_FENCED';

export type LaneWorkerOptions = {
  readonly lane: string;
  readonly partition: number;
  readonly handle: (batch: Batch) => Promise<void>;
  /** The lane's next offset in the store, read with majority. */
  readonly readPosition: (lane: string) => Promise<number>;
  /** Asks the consumer to fetch from this offset next. */
  readonly seek: (offset: number) => void;
  readonly onCommitted: (nextOffset: number) => void;
  readonly onFault: (error: unknown, attempt: number) => void;
  readonly limits?: BatchLimits;
  readonly backOffMs?: (attempt: number) => number;
};

const boundedBackOff = (attempt: number): number => Math.min(30_000, 100 * 2 ** Math.min(attempt, 10));

/**
 * Writes one lane's batches one after the other, while the consumer fetches and decodes what comes next.
 * The position is the store's; a batch that failed is decided again, a fenced lane starts again from the store.
 */
export class LaneWorker {
  readonly #options: LaneWorkerOptions;
  readonly #queue: RecordQueue;
  #position = 0;
  #enqueued = 0;
  #closed = false;
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: LaneWorkerOptions) {
    this.#options = options;
    this.#queue = new RecordQueue(options.limits ?? batchLimits);
  }

  /** The offset that the worker wants to receive next. */
  get wanted(): number {
    return this.#enqueued;
  }

  get committed(): number {
    return this.#position;
  }

  async open(): Promise<number> {
    this.#position = await this.#options.readPosition(this.#options.lane);
    this.#enqueued = this.#position;
    return this.#position;
  }

  /**
   * Takes fetched records. Answers false when the fetch began above what is wanted (kafkajs delivers one such
   * batch after a late seek) or holds nothing new: the caller then seeks to `wanted`.
   */
  offer(records: readonly BatchRecord[], fetchedOffset: number): boolean {
    if (fetchedOffset > this.#enqueued) return false;
    const fresh = records[0]?.offset === this.#enqueued ? records : records.filter((r) => r.offset >= this.#enqueued);
    const last = fresh.at(-1);
    if (last === undefined) return false;
    this.#queue.push(fresh);
    this.#enqueued = last.offset + 1;
    this.#running ??= this.#drain().finally(() => (this.#running = undefined));
    return true;
  }

  get full(): boolean {
    return this.#queue.full;
  }

  /** Resolves when a batch was taken off the queue, or after the given time. */
  async room(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Ends after the batch in hand; what waits is dropped, the store's position tells where to go on. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.clear();
    this.#wake?.();
    await this.#running;
  }

  async #drain(): Promise<void> {
    while (!this.#closed && this.#queue.length > 0) {
      const records = this.#queue.take();
      for (const resume of this.#waiting.splice(0)) resume();
      await this.#write(records);
    }
  }

  async #write(records: BatchRecord[]): Promise<void> {
    const nextOffset = records.at(-1)!.offset + 1;
    for (let attempt = 0; !this.#closed; attempt++) {
      const { lane, partition } = this.#options;
      try {
        await this.#options.handle({ lane, partition, position: this.#position, nextOffset, records });
        this.#position = nextOffset;
        this.#options.onCommitted(nextOffset);
        return;
      } catch (error) {
        this.#options.onFault(error, attempt);
        if (isFenced(error)) return this.#startAgain();
        await this.#pause((this.#options.backOffMs ?? boundedBackOff)(attempt));
      }
    }
  }

  /** Another consumer wrote this lane: forget what waits and go on from where the store stands. */
  async #startAgain(): Promise<void> {
    for (let attempt = 0; !this.#closed; attempt++) {
      try {
        this.#queue.clear();
        this.#options.seek(await this.open());
        return;
      } catch (error) {
        this.#options.onFault(error, attempt);
        await this.#pause((this.#options.backOffMs ?? boundedBackOff)(attempt));
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

const isFenced = (error: unknown): boolean => error instanceof LandfallError && error.code === LANE_FENCED;

/** How loud a fault is: a fence is routine, a retryable fault passes, anything else needs a person. */
export const severityOf = (error: unknown): 'info' | 'warn' | 'error' =>
  isFenced(error) ? 'info' : isRetryable(error) ? 'warn' : 'error';
