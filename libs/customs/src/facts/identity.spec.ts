import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { IdentifiableFact } from './fact.ts';
import { contentHashOf, eventIdOf, factKeyOf } from './identity.ts';

type Vector = { fact: Record<string, unknown>; factKey: string; contentHash: string; eventId: string };

// Computed from docs/facts.md alone by an independent program in another language.
const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')) as Vector[];

/** The members that identity reads, as they are in a record. */
const headOf = (json: Record<string, unknown>): IdentifiableFact =>
  ({
    versionNumber: null,
    controlNumber: null,
    ...json,
    preparedAt: typeof json.preparedAt === 'string' ? Date.parse(json.preparedAt) : null,
  }) as unknown as IdentifiableFact;

describe('identity', () => {
  it.each(vectors.map((vector) => [vector.factKey, vector] as const))(
    'is what docs/facts.md says: %s',
    (_, { fact, ...expected }) => {
      const head = headOf(fact);
      expect({ factKey: factKeyOf(head), contentHash: contentHashOf(fact), eventId: eventIdOf(head, fact) }).toEqual(
        expected,
      );
    },
  );

  const { fact, contentHash } = vectors[0]!;

  it('does not depend on transport fields, defaults or the order of members', () => {
    const reversed = Object.fromEntries(Object.entries(fact).reverse());
    const other = { ...reversed, consigneeNumber: null, headerFees: [], source: 'port-4601', eventId: 'x' };
    expect(contentHashOf(other)).toBe(contentHash);
  });

  it('changes with the content', () => expect(contentHashOf({ ...fact, portOfEntry: '1002' })).not.toBe(contentHash));

  it('changes with the order of a list', () =>
    expect(contentHashOf({ ...fact, lines: (fact.lines as unknown[]).toReversed() })).not.toBe(contentHash));
});
