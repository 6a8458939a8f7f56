import { decodeRecord, encodeRecord, type CountingFact, type DeclarationState } from '@landfall/events';
import { LandfallError } from '@landfall/errors';
import type { Content, Declaration, KeptFact } from '../domain/declaration.ts';
import type { Cells } from '../domain/measures.ts';
import type { DeclarationDoc, IdentityPageDoc } from './documents.ts';
import { fromEffects, toEffects } from './effects.ts';
import { laneId, padded } from './ids.ts';

const NOTHING = Buffer.alloc(0);

/** A declaration as it is stored: its counting facts as Avro, which is a fifth of the same as BSON. */
export function toDocument(lane: string, declaration: Declaration): DeclarationDoc {
  const { key, identities, duplicates, conflicts } = declaration;
  return {
    _id: laneId(lane, key),
    state: encodeRecord(toState(declaration)),
    identities: identities[0] ?? NOTHING,
    pages: identities.length,
    duplicates,
    conflicts,
  };
}

export function fromDocument(doc: DeclarationDoc, furtherPages: Buffer[]): Declaration {
  const state = stateOf(doc);
  const counting = state.counting.map(fromCountingFact);
  const namedBy = state.namedBy ? fromCountingFact(state.namedBy) : counting.find(namesParties);
  return {
    key: doc._id.slice(doc._id.indexOf('|') + 1),
    counting,
    ...(namedBy && { namedBy }),
    identities: doc.pages === 0 ? [] : [owned(doc.identities), ...furtherPages.map(owned)],
    duplicates: doc.duplicates,
    conflicts: doc.conflicts,
  };
}

/** The driver gives views of its whole reply; a view in the cache would keep all of it alive. */
export const owned = (view: Buffer): Buffer => Buffer.from(view);

/** The naming summary is left out where it is the counting one. */
const toState = ({ key, counting, namedBy }: Declaration): DeclarationState => ({
  type: 'DeclarationState',
  eventId: key,
  occurredAt: 0,
  source: '',
  counting: counting.map(toCountingFact),
  namedBy: namedBy === undefined || counting.includes(namedBy) ? null : toCountingFact(namedBy),
});

const namesParties = ({ series, type }: KeptFact): boolean => series === 'summary' && type !== 'EntryCancelled';

function stateOf({ _id, state }: DeclarationDoc): DeclarationState {
  const record = decodeRecord(state);
  if (record.type === 'DeclarationState') return record;
  throw new LandfallError('DECLARATION_UNREADABLE', `${_id} holds no declaration state.`);
}

const toCountingFact = ({ type, series, version, eventId, place, content }: KeptFact): CountingFact => ({
  factType: type,
  series,
  version,
  eventId,
  place,
  date: content.date,
  port: content.port ?? null,
  principal: content.principal ?? null,
  broker: content.broker ?? null,
  carrier: content.carrier ?? null,
  amounts: toEffects(content.amounts),
  lines: Object.entries(content.lines ?? {}).map(([cell, amounts]) => ({ cell, amounts: toEffects(amounts) })),
});

function fromCountingFact({ factType, series, version, eventId, place, ...content }: CountingFact): KeptFact {
  if (factType === 'UNKNOWN')
    throw new LandfallError('DECLARATION_UNREADABLE', 'A fact of a type that this version does not know.');
  const { offset, timestamp, digest } = place;
  return {
    type: factType,
    series,
    version,
    eventId,
    place: { offset, timestamp, digest },
    content: toContent(content),
  };
}

function toContent({
  date,
  port,
  principal,
  broker,
  carrier,
  amounts,
  lines,
}: Omit<CountingFact, 'factType' | 'series' | 'version' | 'eventId' | 'place'>): Content {
  const cells: Cells = Object.fromEntries(lines.map((line) => [line.cell, fromEffects(line.amounts)]));
  return {
    date,
    ...(port !== null && { port }),
    ...(principal !== null && { principal }),
    ...(broker !== null && { broker }),
    ...(carrier !== null && { carrier }),
    amounts: fromEffects(amounts),
    ...(lines.length > 0 && { lines: cells }),
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
