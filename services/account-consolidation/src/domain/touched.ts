import { filerOf, UNATTRIBUTED } from './about.ts';
import type { Declaration, KeptFact } from './declaration.ts';
import type { ReadFact } from './read-facts.ts';

/** What a batch needs from the store before it can be folded. */
export type Touched = { readonly declarations: ReadonlySet<string>; readonly nodes: ReadonlySet<string> };

export function touchedBy(facts: readonly ReadFact[]): Touched {
  const declarations = new Set<string>();
  const nodes = new Set<string>([UNATTRIBUTED]);
  for (const read of facts) {
    if ('refusal' in read) continue;
    declarations.add(read.declaration);
    for (const node of [filerOf(read.declaration), ...partiesNamedBy(read.fact)])
      if (node !== undefined) nodes.add(node);
  }
  return { declarations, nodes };
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
