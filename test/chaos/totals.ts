import { phases, type Phase } from './places.mjs';

/** From this many seeds on every phase must have had enough kills to mean something. */
const MANY_SEEDS = 20;
const ENOUGH = 10;

export function totalsOf(killed: readonly Phase[]): ReadonlyMap<Phase, number> {
  return new Map(phases.map((phase) => [phase, killed.filter((at) => at === phase).length]));
}

/** Phases that were met too seldom for the run to show anything of them, as sentences. */
export function shortfalls(totals: ReadonlyMap<Phase, number>, seeds: number): string[] {
  const least = seeds >= MANY_SEEDS ? ENOUGH : 1;
  return [...totals]
    .filter(([, kills]) => kills < least)
    .map(([phase, kills]) => `${phase} had ${kills} kills, at least ${least} are needed`);
}
