import { hash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

const MILLION = 1_000_000;

/** A stream of random choices of its own for each name: what is drawn from one does not move another. */
export class Random {
  readonly #source: RandomGenerator;

  constructor(seed: number, ...name: readonly (string | number)[]) {
    // Neighbouring seeds give xoroshiro neighbouring first numbers; a hash as its state does not.
    const state = Buffer.from(hash('sha256', [seed, ...name].join('/'), 'hex'), 'hex');
    this.#source = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => state.readInt32LE(at)));
  }

  /** From 0 (included) to 1 (excluded). */
  fraction(): number {
    return uniformFloat64(this.#source);
  }

  /** A whole number between two bounds, both included. */
  int(least: number, greatest: number): number {
    return uniformInt(this.#source, least, greatest);
  }

  /** True with a probability between 0 and 1. */
  chance(probability: number): boolean {
    return uniformInt(this.#source, 1, MILLION) <= probability * MILLION;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.int(0, choices.length - 1)]!;
  }

  /** One of several choices, each as likely as its weight. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.fraction() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, choice] of choices) {
      left -= weight;
      if (left < 0) return choice;
    }
    return choices[choices.length - 1]![1];
  }

  /** Some of the choices, each once, in random order. */
  some<T>(choices: readonly T[], count: number): T[] {
    const left = [...choices];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(this.int(0, left.length - 1), 1)[0]!);
  }

  /** A whole number whose magnitude, not value, is uniform: many small shipments, few large ones. */
  magnitude(least: number, greatest: number): number {
    return Math.round(least * (greatest / least) ** this.fraction());
  }

  digits(count: number): string {
    return String(this.int(0, 10 ** count - 1)).padStart(count, '0');
  }
}
