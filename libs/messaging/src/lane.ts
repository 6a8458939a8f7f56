import { setTimeout as sleep } from 'node:timers/promises';
import { LandfallError } from '@landfall/errors';
import type { Topic } from '@landfall/events';
import { backOffMs } from './back-off.ts';
import type { Fetched } from './fetched.ts';
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

/** One refused fetch is kafkajs' after a late seek; more in a row say that the log has not got what is wanted. */
const CHECK_EVERY = 4;

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
  /** Fetches in a row that brought nothing that was wanted, or something damaged. */
  #refused = 0;
  #damaged = 0;

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
        await this.#pause(backOffMs(attempt));
      }
    }
  }

  /** After a rebalance, or a new connection: fetch what is wanted next. */
  fetchOn(): void {
    if (!this.open) return;
    this.#fetching.seek(this.worker.wanted);
    if (!this.worker.full) this.#fetching.resume();
  }

  /** Takes what a fetch brought. Answers its last offset when it was what is wanted, else sees to the next fetch. */
  take({ records, fetchedOffset, lastOffset, corrupt }: Fetched): number | undefined {
    const taken = lastOffset !== undefined && this.worker.offer(records, fetchedOffset, lastOffset);
    if (taken) this.#refused = 0;
    if (corrupt) return void this.#fetchLater(corrupt);
    this.#damaged = 0;
    if (taken) return lastOffset;
    this.fetchOn();
    if (++this.#refused % CHECK_EVERY === 0) void this.#checkLog();
    return undefined;
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
    this.#stop(outsideLog(position, low, high), 'opening a lane');
  }

  /** Records that are gone, or another log: no guess is safe. */
  #stop(error: LandfallError, phase: string): void {
    this.#state = 'stopped';
    this.#fetching.pause();
    this.#fetching.report(error, phase);
  }

  /** What is damaged on its way may come whole the next time; the other lanes are fetched meanwhile. */
  async #fetchLater(error: LandfallError): Promise<void> {
    this.#fetching.report(error, 'fetching');
    this.#fetching.pause();
    await this.#pause(backOffMs(this.#damaged++));
    this.fetchOn();
  }

  /** Retention, or whoever recreates a topic, may remove records that are still to be read. */
  async #checkLog(): Promise<void> {
    const { wanted } = this.worker;
    const { low, high } = await this.#fetching.ends().catch(() => ({ low: wanted, high: wanted }));
    if (!this.open || wanted !== this.worker.wanted || (wanted >= low && wanted <= high) || wanted === 0) return;
    this.#stop(outsideLog(wanted, low, high), 'fetching');
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined);
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
