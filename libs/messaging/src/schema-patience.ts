export type PatienceOptions = {
  /** How long one window of patience is open. */
  readonly patienceMs: number;
  /** How long no unknown schema must have been seen before another window opens. */
  readonly quietMs: number;
};

export const defaultPatience: PatienceOptions = { patienceMs: 30_000, quietMs: 600_000 };

/**
 * Whether a record of an unknown schema waits. In a rolling update it may: its lane comes to a member that knows the schema.
 * But garbage has ids as well, so there is one window for all of a consumer's records, and then none for a while.
 */
export class SchemaPatience {
  readonly #options: PatienceOptions;
  #opened = -Infinity;
  #seen = -Infinity;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Asked for each attempt at a record whose schema is unknown; `now` in milliseconds of any steady clock. */
  waits(now: number): boolean {
    if (now - this.#seen >= this.#options.quietMs) this.#opened = now;
    this.#seen = now;
    return now - this.#opened < this.#options.patienceMs;
  }
}
