import type { Declaration } from '../domain/declaration.ts';
import type { DeclarationDoc, IdentityPageDoc } from './documents.ts';
import { laneId, padded } from './ids.ts';

const NOTHING = Buffer.alloc(0);

/** A declaration as it is stored; the naming summary is left out where it is the counting one. */
export function toDocument(lane: string, { key, counting, namedBy, identities, duplicates, conflicts }: Declaration): DeclarationDoc {
  const kept = namedBy !== undefined && !counting.includes(namedBy);
  return {
    _id: laneId(lane, key),
    counting: counting as DeclarationDoc['counting'],
    ...(kept && { namedBy }),
    identities: identities[0] ?? NOTHING,
    pages: identities.length,
    duplicates,
    conflicts,
  };
}

export function fromDocument(doc: DeclarationDoc, furtherPages: Buffer[]): Declaration {
  const namedBy = doc.namedBy ?? doc.counting.find(({ series, type }) => series === 'summary' && type !== 'EntryCancelled');
  return {
    key: doc._id.slice(doc._id.indexOf('|') + 1),
    counting: doc.counting,
    ...(namedBy && { namedBy }),
    identities: doc.pages === 0 ? [] : [doc.identities, ...furtherPages],
    duplicates: doc.duplicates,
    conflicts: doc.conflicts,
  };
}

/** Identity pages after the first that differ from those of the state before. */
export function changedPages(lane: string, before: Declaration | undefined, after: Declaration): IdentityPageDoc[] {
  return after.identities
    .map((identities, page) => ({ page, identities }))
    .filter(({ page, identities }) => page > 0 && before?.identities[page] !== identities)
    .map(({ page, identities }) => ({ _id: pageId(lane, after.key, page), identities }));
}

export const pageId = (lane: string, key: string, page: number): string => laneId(lane, key, padded(page));
