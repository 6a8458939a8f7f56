import { setTimeout as sleep } from 'node:timers/promises';
import { LandfallError } from '@landfall/errors';
import type { Topic } from '@landfall/events';
import type { LaneWorker } from './lane-worker.ts';

/** What a lane needs of the consumer that fetches for it. */
export type Fetching = {
  /** First offset and offset after the last one of the partition's log. */
  readonly ends: () => Promise<{ low: number; high: number }>;
  readonly seek: (offset: number) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly report: (error: unknown, phase: string) => void;
};

/** `name` is the topic's name at the broker, prefix included. */
export type LanePlace = {
  readonly topic: Topic;
  readonly name: string;
  readonly partition: number;
  readonly lane: string;
};

/**
 * One partition as this member owns it: opened at the store's position, then fed by the fetch. A lane that is not open
 * keeps its partition paused, so that it never holds up the others.
 */
export class Lane {
  readonly place: LanePlace;
  readonly worker: LaneWorker;
  readonly #fetching: Fetching;
  readonly #closing = new AbortController();
  #state: 'opening' | 'open' | 'stopped' = 'opening';

  constructor(place: LanePlace, worker: LaneWorker, fetching: Fetching) {
    this.place = place;
    this.worker = worker;
    this.#fetching = fetching;
  }

  get open(): boolean {
    return this.#state === 'open' && !this.#closing.signal.aborted;
  }

  /** Asks the store where to go on, as often as it takes. */
  async start(): Promise<void> {
    const { signal } = this.#closing;
    for (let attempt = 0; !signal.aborted && this.#state === 'opening'; attempt++) {
      try {
        await this.#openOnce();
      } catch (error) {
        this.#fetching.report(error, 'opening a lane');
        await sleep(Math.min(10_000, 100 * 2 ** attempt), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** After a rebalance, or a new connection: fetch what is wanted next. */
  fetchOn(): void {
    if (!this.open) return;
    this.#fetching.seek(this.worker.wanted);
    if (!this.worker.full) this.#fetching.resume();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.worker.close();
  }

  async #openOnce(): Promise<void> {
    const position = await this.worker.open();
    const { low, high } = await this.#fetching.ends();
    if (this.#closing.signal.aborted) return;
    if ((position === 0 || position >= low) && position <= high) {
      this.#state = 'open';
      this.fetchOn();
      return;
    }
    // Records that are gone, or another log: no guess is safe.
    this.#state = 'stopped';
    this.#fetching.pause();
    this.#fetching.report(outsideLog(position, low, high), 'opening a lane');
  }
}

const outsideLog = (position: number, low: number, high: number): LandfallError =>
  new LandfallError(
    'POSITION_OUTSIDE_LOG',
    `The store stands at offset ${position}, the log reaches from ${low} to ${high}.`,
    {
      hint: 'The topic was recreated or its retention removed records: restore the log, or start a new generation of the topic.',
      details: { position, low, high },
    },
  );
