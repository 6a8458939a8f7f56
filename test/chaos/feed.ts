import { setTimeout as sleep } from 'node:timers/promises';
import { declarationOf } from '@landfall/customs';
import { LandfallError } from '@landfall/errors';
import {
  encodeRecord,
  encodeRecordAs,
  identify,
  topics,
  transactionFactFromJson,
  type Topic,
  type TransactionFact,
} from '@landfall/events';
import type { OutgoingRecord, RecordProducer } from '@landfall/messaging';
import { sampleFacts } from '@landfall/sample';
import { drawFrom, type Draw } from './draw.ts';
import { insist, type IngestClient } from './ingest-client.ts';
import type { Schedule } from './schedule.ts';

type Item = { readonly line: string; readonly fact: TransactionFact };

/** Deliveries that may wait for a service or a server that is away before the feed waits too. */
const UNDER_WAY = 12;

/**
 * Sends a schedule's facts, some before the faults, the others a portion at a time: over HTTP and by the inbound topic to the
 * replicas of ingest, and onto port.transactions as an ingest does that nobody disturbs. What gets no answer is sent again.
 */
export class Feed {
  readonly #producer: RecordProducer;
  readonly #client: IngestClient;
  readonly #schedule: Schedule;
  readonly #draw: Draw;
  readonly #left: Item[];
  readonly #sent: Item[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #portions = 0;
  #failure: Error | undefined;
  /** All facts in their JSON form, as the undisturbed run gets them. */
  readonly lines: readonly string[];
  /** The identities of all facts. */
  readonly eventIds: ReadonlySet<string>;

  constructor(producer: RecordProducer, client: IngestClient, schedule: Schedule) {
    this.#producer = producer;
    this.#client = client;
    this.#schedule = schedule;
    this.#draw = drawFrom(schedule.seed);
    // Late and shuffled already, and each twentieth a duplicate: a sample is as real feeds are.
    this.#left = [...sampleFacts({ seed: schedule.seed, facts: schedule.facts, spread: 500 })].map(itemOf);
    this.lines = this.#left.map(({ line }) => line);
    this.eventIds = new Set(this.#left.map(({ fact }) => fact.eventId));
  }

  /** The first facts; those for ingest wait until a replica is there. */
  before(): void {
    this.#deliver(this.#left.splice(0, this.#schedule.factsBefore));
  }

  /** Portion after portion, with a pause, until told to end. When all facts are out, old ones come again: work never runs out. */
  async during(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const portion = ++this.#portions;
      if (this.#left.length > 0) this.#deliver(this.#left.splice(0, this.#schedule.portion));
      if (this.#left.length === 0 || portion % this.#schedule.repeatEvery === 0) this.#again();
      if (portion % this.#schedule.poisonEvery === 0) this.#log(topics.portTransactions, [poison(portion)]);
      await sleep(this.#schedule.portionEveryMs);
      while (this.#underWay.size > UNDER_WAY) await Promise.race(this.#underWay);
      if (this.#failure) throw this.#failure;
    }
  }

  /** Sends what is left and waits until everything was answered for. */
  async rest(): Promise<void> {
    this.#deliver(this.#left.splice(0));
    await Promise.all(this.#underWay);
    if (this.#failure) throw this.#failure;
  }

  /** Delivers what was delivered before, in another order. */
  #again(): void {
    const from = this.#draw.int(0, Math.max(0, this.#sent.length - this.#schedule.portion));
    this.#deliver(this.#draw.shuffled(this.#sent.slice(from, from + this.#schedule.portion)));
  }

  #deliver(items: Item[]): void {
    const { http, inbound } = this.#schedule.routes;
    const byRoute: Record<'http' | 'inbound' | 'log', Item[]> = { http: [], inbound: [], log: [] };
    for (const item of items) {
      const drawn = this.#draw.int(1, 100);
      byRoute[drawn <= http ? 'http' : drawn <= http + inbound ? 'inbound' : 'log'].push(item);
    }
    if (byRoute.http.length > 0) this.#follow(this.#client.submit(byRoute.http.map(({ line }) => line)));
    for (const [route, topic] of [
      ['inbound', topics.portTransactionsInbound],
      ['log', topics.portTransactions],
    ] as const) {
      this.#log(
        topic,
        byRoute[route].map(({ fact }) => this.#recordOf(fact)),
      );
    }
    this.#sent.push(...items);
  }

  #log(topic: Topic, records: readonly OutgoingRecord[]): void {
    this.#follow(insist(() => this.#producer.send(topic, records)).then(() => undefined));
  }

  #follow(delivery: Promise<void>): void {
    const followed = delivery
      .catch((error: Error) => void (this.#failure ??= error))
      .finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }

  #recordOf(fact: TransactionFact): OutgoingRecord {
    const old = this.#draw.int(1, 100) <= this.#schedule.oldVersions;
    return { key: declarationOf(fact), value: old ? asOldAsCanBe(fact) : encodeRecord(fact) };
  }
}

/** No ingest puts this into the log; whatever does, it holds up nobody. */
const poison = (number: number): OutgoingRecord => ({
  key: `entry:${number}`,
  value: Buffer.from(`poison ${number}`),
});

/** As a producer writes it that was not brought up to date yet; what only the newest version can say needs that one. */
function asOldAsCanBe(fact: TransactionFact): Buffer {
  try {
    return encodeRecordAs(fact, 1);
  } catch (error) {
    if (error instanceof LandfallError && error.code === 'RECORD_INVALID') return encodeRecord(fact);
    throw error;
  }
}

function itemOf(json: unknown): Item {
  const parsed = transactionFactFromJson(json);
  if (!parsed.ok) throw new Error(`The sample made a fact that does not fit: ${JSON.stringify(parsed.problems)}`);
  return { line: JSON.stringify(json), fact: identify(parsed.fact) };
}
