export type PatienceOptions = {
  /** How long one window of patience is open. */
  readonly patienceMs: number;
  /** How long a schema must not have been seen before another window opens for it. */
  readonly quietMs: number;
  /** How many windows open in so long a time, for all schemas together. */
  readonly windows: number;
};

export const defaultPatience: PatienceOptions = { patienceMs: 30_000, quietMs: 600_000, windows: 3 };

/** Far more than the windows of the time in which they must be known. */
const REMEMBERED = 64;

type Window = { readonly opened: number; readonly seen: number };

/**
 * Whether a record of an unknown schema waits. In a rolling update it may: its lane comes to a member that knows the schema.
 * But garbage has ids as well. So each schema has one window, and then none until it was not seen for a while: a sender of
 * garbage costs no other schema its patience. Who makes up ids opens a few windows at most, and what is met in one of them
 * waits to its end.
 */
export class SchemaPatience {
  readonly #options: PatienceOptions;
  /** By schema id, the one that was seen last at the end. */
  readonly #windows = new Map<number, Window>();
  /** When the last windows opened, the newest at the end. */
  readonly #openings: number[] = [];

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** Asked for each attempt at a record whose schema is unknown; `now` in milliseconds of any steady clock. */
  waits(schemaId: number, now: number): boolean {
    return now - this.#openedFor(schemaId, now) < this.#options.patienceMs;
  }

  /** When the window opened that counts for this schema. */
  #openedFor(schemaId: number, now: number): number {
    const known = this.#windows.get(schemaId);
    if (known && now - known.seen < this.#options.quietMs) return this.#remember(schemaId, known.opened, now);
    if (!this.#mayOpen(now)) return this.#openings.at(-1) ?? -Infinity;
    this.#openings.push(now);
    return this.#remember(schemaId, now, now);
  }

  #mayOpen(now: number): boolean {
    while (this.#openings.length > 0 && now - this.#openings[0]! >= this.#options.quietMs) this.#openings.shift();
    return this.#openings.length < this.#options.windows;
  }

  #remember(schemaId: number, opened: number, seen: number): number {
    this.#windows.delete(schemaId);
    this.#windows.set(schemaId, { opened, seen });
    if (this.#windows.size > REMEMBERED) this.#windows.delete(this.#windows.keys().next().value!);
    return opened;
  }
}

/** The schema id in Confluent's wire format, 0 where there is none. */
export const schemaIdOf = (value: Buffer): number => (value.length < 5 ? 0 : value.readUInt32BE(1));
