import { setTimeout as sleep } from 'node:timers/promises';
import { declarationOf } from '@landfall/customs';
import { encodeRecord, identify, topics, transactionFactFromJson } from '@landfall/events';
import type { OutgoingRecord, RecordProducer } from '@landfall/messaging';
import { sampleFacts } from '@landfall/sample';
import { drawFrom, type Draw } from './draw.ts';
import type { Schedule } from './schedule.ts';

/** Puts a schedule's facts onto port.transactions as ingest does: some before the faults, the others a portion at a time. */
export class Feed {
  readonly #producer: RecordProducer;
  readonly #schedule: Schedule;
  readonly #draw: Draw;
  readonly #left: OutgoingRecord[];
  readonly #sent: OutgoingRecord[] = [];
  #portions = 0;

  constructor(producer: RecordProducer, schedule: Schedule) {
    this.#producer = producer;
    this.#schedule = schedule;
    this.#draw = drawFrom(schedule.seed);
    // Late and shuffled already, and each twentieth a duplicate: a sample is as real feeds are.
    this.#left = [...sampleFacts({ seed: schedule.seed, facts: schedule.facts, spread: 500 })].map(recordOf);
  }

  async before(): Promise<void> {
    await this.#next(this.#schedule.factsBefore);
  }

  /** Portion after portion, with a pause, until told to end. When all facts are out, old ones come again: work never runs out. */
  async during(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#left.length > 0) await this.#next(this.#schedule.portion);
      if (this.#left.length === 0 || ++this.#portions % this.#schedule.repeatEvery === 0) await this.#again();
      await sleep(this.#schedule.portionEveryMs);
    }
  }

  async rest(): Promise<void> {
    await this.#next(this.#left.length);
  }

  async #next(count: number): Promise<void> {
    const records = this.#left.splice(0, count);
    await this.#producer.send(topics.portTransactions, records);
    this.#sent.push(...records);
  }

  /** Delivers what was delivered before, in another order. */
  async #again(): Promise<void> {
    const from = this.#draw.int(0, Math.max(0, this.#sent.length - this.#schedule.portion));
    const records = this.#sent.slice(from, from + this.#schedule.portion);
    await this.#producer.send(topics.portTransactions, this.#draw.shuffled(records));
  }
}

function recordOf(json: unknown): OutgoingRecord {
  const parsed = transactionFactFromJson(json);
  if (!parsed.ok) throw new Error(`The sample made a fact that does not fit: ${JSON.stringify(parsed.problems)}`);
  const fact = identify(parsed.fact);
  return { key: declarationOf(fact), value: encodeRecord(fact) };
}
