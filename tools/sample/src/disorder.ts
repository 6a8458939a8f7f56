import TinyQueue from 'tinyqueue';
import { contradict } from './contradict.ts';
import type { SampleFact } from './fact.ts';
import type { Settings } from './options.ts';
import { Random } from './random.ts';

type Due = { readonly at: number; readonly nth: number; readonly fact: SampleFact };

/** More facts than this about one declaration take their time. */
const MANY = 50;

/**
 * Facts on their way, in the disorder of real feeds: those of a declaration mixed with others, some late, some out of order,
 * some again, some again with other content. Holds only what is under way, however long the stream.
 */
export class FactsUnderWay {
  readonly #settings: Settings;
  readonly #random: Random;
  readonly #queue = new TinyQueue<Due>([], (a, b) => a.at - b.at || a.nth - b.nth);
  #sent = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#random = new Random(settings.seed, 'disorder');
  }

  /** Facts sent off so far, arrived or not; never more than the sample has. */
  get sent(): number {
    return this.#sent;
  }

  get allSent(): boolean {
    return this.#sent >= this.#settings.facts;
  }

  /** Whether a fact arrives at a place of the stream. */
  arrivesBy(place: number): boolean {
    const next = this.#queue.peek();
    return next !== undefined && next.at <= place;
  }

  next(): SampleFact | undefined {
    return this.#queue.pop()?.fact;
  }

  /** Sends off the facts of a declaration from a place of the stream on. */
  send(facts: readonly SampleFact[], from: number): void {
    const pace = (this.#settings.spread * (facts.length > MANY ? 10 : 1)) / facts.length;
    let at = from;
    for (const fact of facts) {
      this.#sendOne(fact, Math.max(from, at + this.#delay()));
      at += pace * 2 * this.#random.fraction();
    }
  }

  #sendOne(fact: SampleFact, at: number): void {
    this.#push(fact, at);
    if (this.#random.chance(0.065)) this.#push(this.#repeated(fact), at + this.#untilRepeat());
    if (this.#random.chance(0.0125)) this.#push(contradict(fact, this.#random), at + this.#untilRepeat());
  }

  #push(fact: SampleFact, at: number): void {
    if (!this.allSent) this.#queue.push({ at, nth: this.#sent++, fact });
  }

  /** Most facts come in order; some are a little early or late, some very late. */
  #delay(): number {
    const { spread } = this.#settings;
    const kind = this.#random.weighted([
      [84, 'in order'],
      [12, 'shuffled'],
      [4, 'late'],
    ] as const);
    if (kind === 'in order') return 0;
    return kind === 'late' ? spread * this.#random.int(2, 10) : spread * (this.#random.fraction() - 0.5);
  }

  /** A repetition comes soon, or much later. */
  #untilRepeat(): number {
    const { spread } = this.#settings;
    return spread * (this.#random.chance(0.75) ? this.#random.fraction() * 0.2 : this.#random.int(1, 10));
  }

  /** Now and then another system repeats it: the source is no part of a fact's content (docs/facts.md). */
  #repeated(fact: SampleFact): SampleFact {
    const elsewhere = !namesSourceInSeries.has(fact.type) && this.#random.chance(0.1);
    return elsewhere ? { ...fact, source: `relay.${fact.source}` } : fact;
  }
}

/** Their source and reference say which payment, bill, refund or examination they are. */
const namesSourceInSeries: ReadonlySet<string> = new Set([
  'DutyPaid',
  'BillIssued',
  'RefundIssued',
  'ExaminationCompleted',
]);
