import { sizeOf, type BatchLimits, type BatchRecord } from './batch.ts';

/** First in, first out, bounded by records and bytes: what waits between the fetch and the write of one lane. */
export class RecordQueue {
  #records: BatchRecord[] = [];
  #bytes = 0;
  readonly #limits: BatchLimits;

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#records.length;
  }

  /** True once two batches wait: the fetch has to pause. */
  get full(): boolean {
    return this.#records.length >= 2 * this.#limits.records || this.#bytes >= 2 * this.#limits.bytes;
  }

  push(records: readonly BatchRecord[]): void {
    for (const record of records) {
      this.#records.push(record);
      this.#bytes += sizeOf(record);
    }
  }

  /**
   * Removes and returns the next batch; a single record above the limit still makes a batch of its own. It ends before the
   * first record that waits, so it is empty when that one is next.
   */
  take(waits: (record: BatchRecord) => boolean): BatchRecord[] {
    let count = 0;
    let bytes = 0;
    for (const record of this.#records) {
      const size = sizeOf(record);
      if (count === this.#limits.records || (count > 0 && bytes + size > this.#limits.bytes)) break;
      if (waits(record)) break;
      bytes += size;
      count++;
    }
    this.#bytes -= bytes;
    return this.#records.splice(0, count);
  }

  clear(): void {
    this.#records = [];
    this.#bytes = 0;
  }
}

/** What of a fetch is new. The store must never stand beyond what was fetched, so nothing above its last offset is. */
export function rising(records: readonly BatchRecord[], from: number, last: number): readonly BatchRecord[] {
  let next = from;
  return records.filter(({ offset }) => {
    if (offset < next || offset > last) return false;
    next = offset + 1;
    return true;
  });
}
