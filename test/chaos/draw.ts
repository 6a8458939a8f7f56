import { hash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Choices that the same seed makes again. */
export type Draw = {
  /** A whole number between two bounds, both included. */
  int(least: number, greatest: number): number;
  pick<T>(choices: readonly T[]): T;
  shuffled<T>(choices: readonly T[]): T[];
};

export function drawFrom(seed: number): Draw {
  // Neighbouring seeds give xoroshiro neighbouring first numbers; a hash as its state does not.
  const state = Buffer.from(hash('sha256', `chaos/${seed}`, 'hex'), 'hex');
  const source = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => state.readInt32LE(at)));
  const int = (least: number, greatest: number) => uniformInt(source, least, greatest);
  return {
    int,
    pick: (choices) => choices[int(0, choices.length - 1)]!,
    shuffled(choices) {
      const left = [...choices];
      return choices.map(() => left.splice(int(0, left.length - 1), 1)[0]!);
    },
  };
}
