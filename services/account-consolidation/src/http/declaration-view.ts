import { aboutOf } from '../domain/about.ts';
import type { Declaration, KeptFact } from '../domain/declaration.ts';
import { countIdentities } from '../domain/identities.ts';
import { addTo, type Cell } from '../domain/measures.ts';
import { postingsOf } from '../domain/postings.ts';

/** A declaration as the API shows it: its parties, where it stands, what it adds up to, and the facts that count. */
export function declarationView(declaration: Declaration) {
  const { principal, broker, carrier, milestones } = aboutOf(declaration);
  return {
    id: declaration.key,
    status: milestones.at(-1)?.status ?? 'not filed yet',
    principal: principal ?? null,
    broker: broker ?? null,
    carrier: carrier ?? null,
    totals: totalsOf(declaration, principal),
    facts: {
      known: countIdentities(declaration.identities),
      counting: declaration.counting.length,
      duplicates: declaration.duplicates,
      conflicts: declaration.conflicts,
    },
    counting: declaration.counting.map(factView),
  };
}

function totalsOf(declaration: Declaration, principal: string | undefined): Cell {
  const totals: Cell = {};
  for (const { node, cells } of postingsOf(declaration)) if (node === principal) addTo(totals, cells['all'] ?? {});
  return totals;
}

const factView = ({ type, series, version, eventId, place, content }: KeptFact) => ({
  type,
  series,
  version,
  eventId,
  offset: place.offset,
  recordedAt: new Date(place.timestamp).toISOString(),
  date: isoDate(content.date),
  port: content.port ?? null,
  amounts: content.amounts,
});

export const isoDate = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);
