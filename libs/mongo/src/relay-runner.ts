import { setTimeout as sleep } from 'node:timers/promises';
import { LandfallError } from '@landfall/errors';
import { Bell } from './bell.ts';

export type RelayRunnerOptions = {
  /** Publishes one stretch of a lane's log; answers whether there was one (see relayOnce). */
  readonly relay: (lane: string) => Promise<boolean>;
  /** Told the first time in a row, and each time that the number of times has doubled. */
  readonly onFault: (lane: string, error: unknown, times: number) => void;
  readonly backOffMs?: (faults: number) => number;
  /** How often an idle lane is looked at, for what another process may have left behind. */
  readonly idleMs?: number;
};

/** Doubling up to 2 s, and a quarter more or less: a lane that stands must not stand long after the fault has passed. */
const boundedBackOff = (faults: number, random = Math.random): number =>
  Math.min(2_000, 100 * 2 ** Math.min(faults, 10)) * (0.75 + random() / 2);

/** What no other attempt mends is tried now and then: somebody may have mended it. */
const PERSON_MS = 60_000;
const waitsForAPerson = (error: unknown): boolean => error instanceof LandfallError && !error.retryable;

type Running = { readonly written: Bell; readonly ending: AbortController; readonly done: Promise<void> };

/** Keeps one relay a lane going for the lanes that this process owns. One send is in flight a lane. */
export class RelayRunner {
  readonly #options: RelayRunnerOptions;
  readonly #lanes = new Map<string, Running>();

  constructor(options: RelayRunnerOptions) {
    this.#options = options;
  }

  /** From now on this process relays these lanes and no others. */
  own(lanes: readonly string[]): void {
    for (const [lane, running] of this.#lanes) {
      if (lanes.includes(lane)) continue;
      stop(running);
      this.#lanes.delete(lane);
    }
    for (const lane of lanes) if (!this.#lanes.has(lane)) this.#lanes.set(lane, this.#start(lane));
  }

  /** Something was written to this lane's log. */
  notify(lane: string): void {
    this.#lanes.get(lane)?.written.ring();
  }

  async stop(): Promise<void> {
    const running = [...this.#lanes.values()];
    this.#lanes.clear();
    running.forEach(stop);
    await Promise.all(running.map(({ done }) => done));
  }

  #start(lane: string): Running {
    const control = { written: new Bell(), ending: new AbortController() };
    return { ...control, done: this.#run(lane, control) };
  }

  async #run(lane: string, { written, ending: { signal } }: Omit<Running, 'done'>): Promise<void> {
    let faults = 0;
    while (!signal.aborted) {
      try {
        const published = await this.#options.relay(lane);
        faults = 0;
        if (!published) await written.wait(this.#options.idleMs ?? 1_000);
      } catch (error) {
        const backOff = this.#options.backOffMs ?? boundedBackOff;
        const pause = waitsForAPerson(error) ? PERSON_MS : backOff(faults);
        faults++;
        if (Number.isInteger(Math.log2(faults))) this.#options.onFault(lane, error, faults);
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

function stop({ written, ending }: Running): void {
  ending.abort();
  written.ring();
}
