import { filerOf, UNATTRIBUTED } from './about.ts';
import type { Declaration, KeptFact } from './declaration.ts';
import type { ReadFact } from './read-facts.ts';
import { replayedOffset } from './settlements.ts';

/** What a batch needs from the store before it can be folded. */
export type Touched = {
  readonly declarations: ReadonlySet<string>;
  readonly nodes: ReadonlySet<string>;
  /** Offsets of this lane that replays in the batch name; there may be nothing at them. */
  readonly replayed: ReadonlySet<number>;
};

export function touchedBy(lane: string, facts: readonly ReadFact[]): Touched {
  const declarations = new Set<string>();
  const nodes = new Set<string>([UNATTRIBUTED]);
  const replayed = new Set<number>();
  for (const read of facts) {
    const offset = replayedOffset(lane, read.record);
    if (offset !== undefined) replayed.add(offset);
    if ('refusal' in read) continue;
    declarations.add(read.declaration);
    for (const node of [filerOf(read.declaration), ...partiesNamedBy(read.fact)])
      if (node !== undefined) nodes.add(node);
  }
  return { declarations, nodes, replayed };
}

/** Every party that a declaration's facts name: any of them may become one of its parties when another fact changes. */
export function partiesOf({ key, counting, namedBy }: Declaration): string[] {
  const facts = namedBy ? [...counting, namedBy] : counting;
  return [filerOf(key), ...facts.flatMap(partiesNamedBy)].filter((node) => node !== undefined);
}

const partiesNamedBy = ({ content }: KeptFact): (string | undefined)[] => [
  content.principal,
  content.broker,
  content.carrier,
];
