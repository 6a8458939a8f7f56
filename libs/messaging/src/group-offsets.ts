import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';

const EVERY_MS = 2_000;
const PATIENCE_MS = 3_000;

/**
 * Commits the group's offsets to Kafka now and then, for lag displays only: the store holds the positions. kafkajs repeats
 * a commit that a rebalance refused, perhaps of a lane that is another's by then: that one's next commit corrects it.
 */
export class GroupOffsets {
  readonly #consumer: Consumer;
  readonly #reached = new Map<string, number>();
  #owned: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> | undefined;

  constructor(consumer: Consumer) {
    this.#consumer = consumer;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#commit(), EVERY_MS).unref();
  }

  /** Partitions of other members are theirs to commit. Keys are topic/partition. */
  own(keys: ReadonlySet<string>): void {
    this.#owned = keys;
    for (const key of this.#reached.keys()) if (!keys.has(key)) this.#reached.delete(key);
  }

  reached(key: string, nextOffset: number): void {
    if (this.#owned.has(key)) this.#reached.set(key, nextOffset);
  }

  /** A broker that is away must not keep a service from ending. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.race([this.#commit(), sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  #commit(): Promise<void> {
    this.#committing ??= this.#commitReached().finally(() => (this.#committing = undefined));
    return this.#committing;
  }

  async #commitReached(): Promise<void> {
    const offsets = [...this.#reached].map(([key, offset]) => {
      const slash = key.lastIndexOf('/');
      return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)), offset: String(offset) };
    });
    this.#reached.clear();
    if (offsets.length === 0) return;
    // A refusal (a rebalance is under way) loses nothing.
    await this.#consumer.commitOffsets(offsets).catch(() => undefined);
  }
}
