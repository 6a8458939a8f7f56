import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { IdentifiableFact } from './fact.ts';
import { declarationOf, seriesOf } from './series.ts';
import { versionOf } from './version.ts';

/** Declaration, series, type and version: two facts that share it state the same thing (docs/facts.md). */
export const factKeyOf = (fact: IdentifiableFact): string =>
  [declarationOf(fact), seriesOf(fact), fact.type, versionOf(fact)].join('|');

/** SHA-256, in hexadecimal, of a fact's JSON form in canonical form (RFC 8785), without transport fields and defaults. */
export function contentHashOf(json: Readonly<Record<string, unknown>>): string {
  const { eventId: _eventId, source: _source, ...content } = json;
  return hash('sha256', canonicalize(withoutDefaults(content)) ?? '', 'hex');
}

/** The identity of a fact: 32 hexadecimal digits over its key and its content. `json` is its JSON form. */
export const eventIdOf = (fact: IdentifiableFact, json: Readonly<Record<string, unknown>>): string =>
  hash('sha256', `${factKeyOf(fact)}\n${contentHashOf(json)}`, 'hex').slice(0, 32);

function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([, member]) => member !== null && !(Array.isArray(member) && member.length === 0),
  );
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutDefaults(member)]));
}
