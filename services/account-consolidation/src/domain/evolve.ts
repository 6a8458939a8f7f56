import { outranks } from '@landfall/customs';
import type { Declaration, KeptFact } from './declaration.ts';
import {
  addIdentity,
  countIdentities,
  firstOffsetOf,
  knowsFactKey,
  MAX_IDENTITIES,
  noIdentities,
} from './identities.ts';

/** Above this many series (payments, bills, examinations, ...) a declaration takes no further ones. */
export const MAX_SERIES = 1_000;

export type Verdict =
  | { readonly verdict: 'duplicate'; readonly firstOffset: number }
  | { readonly verdict: 'refused'; readonly code: string; readonly reason: string }
  | { readonly verdict: 'accepted'; readonly conflict: boolean };

export const emptyDeclaration = (key: string): Declaration => ({
  key,
  counting: [],
  identities: noIdentities,
  duplicates: 0,
  conflicts: 0,
});

/** What a fact is to a declaration that knows others; `factKeyHash` is the first 8 bytes of the fact key's SHA-256. */
export function judge(declaration: Declaration, fact: KeptFact, factKeyHash: Buffer): Verdict {
  const firstOffset = firstOffsetOf(declaration.identities, fact.eventId);
  if (firstOffset !== undefined) return { verdict: 'duplicate', firstOffset };
  if (countIdentities(declaration.identities) >= MAX_IDENTITIES) return full(`${MAX_IDENTITIES} facts`);
  const known = declaration.counting.some(({ series }) => series === fact.series);
  if (!known && declaration.counting.length >= MAX_SERIES) return full(`${MAX_SERIES} series`);
  return { verdict: 'accepted', conflict: knowsFactKey(declaration.identities, factKeyHash) };
}

const full = (limit: string): Verdict => ({
  verdict: 'refused',
  code: 'DECLARATION_FULL',
  reason: `The declaration holds ${limit}, the most that one declaration may have.`,
});

/** Later versions win, whatever the order in which facts arrive. Only for a fact that `judge` accepted. */
export function evolve(declaration: Declaration, fact: KeptFact, factKeyHash: Buffer, conflict: boolean): Declaration {
  const namedBy = highestNaming(declaration, fact);
  return {
    ...declaration,
    counting: withFact(declaration.counting, fact),
    ...(namedBy && { namedBy }),
    identities: addIdentity(declaration.identities, { eventId: fact.eventId, factKeyHash, offset: fact.place.offset }),
    conflicts: declaration.conflicts + (conflict ? 1 : 0),
  };
}

export const withDuplicate = (declaration: Declaration): Declaration => ({
  ...declaration,
  duplicates: declaration.duplicates + 1,
});

/** Kept in order of series, so that the same set of facts gives the same declaration. */
function withFact(counting: readonly KeptFact[], fact: KeptFact): readonly KeptFact[] {
  const index = counting.findIndex(({ series }) => series >= fact.series);
  if (index < 0) return [...counting, fact];
  const current = counting[index]!;
  if (current.series !== fact.series) return counting.toSpliced(index, 0, fact);
  return outranks(fact, current) ? counting.with(index, fact) : counting;
}

function highestNaming({ namedBy }: Declaration, fact: KeptFact): KeptFact | undefined {
  if (fact.series !== 'summary' || fact.type === 'EntryCancelled') return namedBy;
  return namedBy === undefined || outranks(fact, namedBy) ? fact : namedBy;
}
