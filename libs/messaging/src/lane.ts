import { setTimeout as sleep } from 'node:timers/promises';
import { LandfallError } from '@landfall/errors';
import type { Topic } from '@landfall/events';
import { backOffMs } from './back-off.ts';
import type { Fetched } from './fetched.ts';
import type { LaneWorker } from './lane-worker.ts';

/** First offset and offset after the last one of a partition's log. */
export type LogEnds = { readonly low: number; readonly high: number };

/** What a lane needs of the consumer that fetches for it. */
export type Fetching = {
  readonly ends: () => Promise<LogEnds>;
  readonly seek: (offset: number) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** How loud it is follows from the error, unless it is said. */
  readonly report: (error: unknown, phase: string, level?: 'warn') => void;
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
  /** Where the fetch began: nothing was taken as long as this is what is wanted. */
  #began = 0;

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
  take({ records, fetchedOffset, lastOffset, corrupt, early }: Fetched): number | undefined {
    const taken = lastOffset !== undefined && this.worker.offer(records, fetchedOffset, lastOffset);
    if (taken) this.#refused = 0;
    if (taken || !corrupt) this.#damaged = 0;
    if (corrupt) return void this.#fetchLater(corrupt, early);
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
    const log = await this.#fetching.ends();
    if (!this.#closing.signal.aborted) this.#goOn(position, log, 'opening a lane');
  }

  /** `position` is the store's, or where the fetch stands above it. */
  #goOn(position: number, log: LogEnds, phase: string): void {
    const from = beginningIn(log, position, this.place.topic);
    if (from === undefined) return this.#stop(outsideLog(position, log), phase);
    if (from > position) this.#fetching.report(beginsLate(log), phase, 'warn');
    this.worker.beginAt((this.#began = from));
    this.#state = 'open';
    this.fetchOn();
  }

  /** Records that are gone, or another log: no guess is safe. */
  #stop(error: LandfallError, phase: string): void {
    this.#state = 'stopped';
    this.#fetching.pause();
    this.#fetching.report(error, phase);
  }

  /** What is damaged on its way may come whole the next time; the other lanes are fetched meanwhile. */
  async #fetchLater(error: LandfallError, early: true | undefined): Promise<void> {
    const times = this.#damaged++;
    if (early && times === 0) return this.fetchOn();
    this.#fetching.report(error, 'fetching');
    this.#fetching.pause();
    await this.#pause(backOffMs(times));
    this.fetchOn();
  }

  /** Retention, or whoever recreates a topic, may remove records that are still to be read. */
  async #checkLog(): Promise<void> {
    const { wanted } = this.worker;
    const log = await this.#fetching.ends().catch(() => undefined);
    if (log === undefined || !this.open || wanted !== this.worker.wanted || isIn(log, wanted)) return;
    this.#goOn(wanted === this.#began ? this.worker.committed : wanted, log, 'fetching');
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}

const isIn = ({ low, high }: LogEnds, offset: number): boolean => offset >= low && offset <= high;

/** Without a limit nothing expires: what is gone was removed by somebody. */
const expires = ({ config }: Topic): boolean => config['retention.ms'] !== '-1';

/**
 * Where to fetch for a lane whose store stands at `position`, undefined where no guess is safe. A lane never seen may be
 * younger than its topic, whose first records have expired; the store still holds 0 then, and its first batch begins above.
 */
function beginningIn(log: LogEnds, position: number, topic: Topic): number | undefined {
  if (isIn(log, position)) return position;
  return position === 0 && expires(topic) ? log.low : undefined;
}

const outsideLog = (position: number, { low, high }: LogEnds): LandfallError =>
  new LandfallError(
    'POSITION_OUTSIDE_LOG',
    `The store stands at offset ${position}, the log reaches from ${low} to ${high}.`,
    {
      hint: 'The topic was recreated or its retention removed records: restore the log, or start a new generation of the topic.',
      details: { position, low, high },
    },
  );

const beginsLate = ({ low }: LogEnds): LandfallError =>
  new LandfallError('LOG_BEGINS_LATE', `Records before offset ${low} have expired before this lane was ever read.`, {
    hint: 'Nothing is to be done for a new service upon an old topic. Else facts are missing that their senders have to send again.',
    details: { low },
  });
