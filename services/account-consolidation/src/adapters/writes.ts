import { LandfallError } from '@landfall/errors';
import type { Batch } from '@landfall/messaging';
import type { mongo } from 'mongoose';
import { headOf } from '../domain/chains.ts';
import type { Changes } from '../domain/consolidate.ts';
import type { Cell, Cells } from '../domain/measures.ts';
import { changedPages, toDocument } from './declaration-documents.ts';
import type { Collections, DeclarationDoc, HeadDoc, ManifestDoc, PackDoc } from './documents.ts';
import { laneId, padded } from './ids.ts';
import { toPacks } from './packs.ts';
import { bsonSize, COMMAND_BYTES, portionsOf } from './portions.ts';
import { quarantineDocument, quarantineId, quarantineParts } from './quarantine-documents.ts';

type Write = (collections: Collections, session: mongo.ClientSession) => Promise<void>;

/** Everything that a batch writes besides its lane's position: inserts for what is new, as few documents as can be. */
export function writesOf(batch: Batch, changes: Changes): Write[] {
  const { lane } = batch;
  const packs = [...changes.chains.values()].flatMap((chain) => toPacks(lane, chain));
  const [newDeclarations, knownDeclarations] = declarationDocuments(lane, changes);
  const [newHeads, knownHeads] = headDocuments(lane, changes);
  const pages = changes.declarations.flatMap(({ before, after }) => changedPages(lane, before, after));
  return [
    insert('declarations', newDeclarations),
    update('declarations', knownDeclarations.map(replacement)),
    update('identityPages', pages.map(replacement)),
    insert('activities', packs),
    insert('heads', newHeads),
    update('heads', knownHeads.map(replacement)),
    update('figures', figureIncrements(lane, changes)),
    insert('manifests', [manifestOf(batch, changes, packs)]),
    insert('quarantineParts', quarantineParts(lane, changes)),
    insert('quarantine', quarantineOf(lane, changes)),
    update('quarantine', settlementsOf(lane, changes)),
  ];
}

type Update = { readonly q: { readonly _id: string }; readonly u: object; readonly upsert?: true };

const replacement = <D extends { _id: string }>(document: D): Update => ({
  q: { _id: document._id },
  u: document,
  upsert: true,
});

const insert = (collection: keyof Collections, documents: readonly { _id: string }[]): Write =>
  command('insert', collection, 'documents', documents);
const update = (collection: keyof Collections, updates: readonly Update[]): Write =>
  command('update', collection, 'updates', updates);

/**
 * Plain commands, each below what one may have: the driver's bulkWrite serializes every document twice, once to know its
 * size.
 */
function command(
  name: 'insert' | 'update',
  collection: keyof Collections,
  field: string,
  operations: readonly object[],
): Write {
  return async (collections, session) => {
    const { db } = collections[collection];
    for (const portion of portionsOf(operations, COMMAND_BYTES, bsonSize)) {
      const { writeErrors } = await db.command({ [name]: collection, [field]: portion, ordered: false }, { session });
      if (Array.isArray(writeErrors) && writeErrors.length > 0)
        throw refused(collection, writeErrors[0] as { code?: number; errmsg?: string });
    }
  };
}

const refused = (collection: string, { code = 0, errmsg = '' }: { code?: number; errmsg?: string }): LandfallError =>
  new LandfallError('STORE_REFUSED', `MongoDB refused a write to ${collection}: ${errmsg}`, {
    details: { collection, code },
  });

/** Documents of declarations that are new, and of those that are not. */
function declarationDocuments(lane: string, { declarations }: Changes): [DeclarationDoc[], DeclarationDoc[]] {
  const [fresh, known]: [DeclarationDoc[], DeclarationDoc[]] = [[], []];
  for (const { before, after } of declarations) (before ? known : fresh).push(toDocument(lane, after));
  return [fresh, known];
}

function headDocuments(lane: string, { chains }: Changes): [HeadDoc[], HeadDoc[]] {
  const [fresh, known]: [HeadDoc[], HeadDoc[]] = [[], []];
  for (const chain of chains.values()) {
    const { seq, hash } = headOf(chain);
    (chain.before.seq === 0 ? fresh : known).push({ _id: laneId(lane, chain.node), seq, hash });
  }
  return [fresh, known];
}

function figureIncrements(lane: string, { figures }: Changes): Update[] {
  return [...figures].flatMap(([nodeAndYear, cells]) => {
    const $inc = incrementsOf(cells);
    return Object.keys($inc).length === 0
      ? []
      : [{ q: { _id: laneId(lane, nodeAndYear) }, u: { $inc }, upsert: true as const }];
  });
}

function incrementsOf(cells: Cells): Record<string, number> {
  const increments: Record<string, number> = {};
  for (const name in cells) {
    const cell = cells[name]!;
    for (const measure in cell) increments[`cells.${name}.${measure}`] = cell[measure as keyof Cell]!;
  }
  return increments;
}

const manifestOf = (
  { lane, position, nextOffset }: Batch,
  changes: Changes,
  packs: readonly PackDoc[],
): ManifestDoc => ({
  _id: laneId(lane, padded(position)),
  nextOffset,
  laneTime: changes.laneTime,
  packs: packs.map(({ _id }) => _id.slice(lane.length + 1)),
  duplicates: [...changes.duplicates],
  conflicts: [...changes.conflicts],
  quarantined: changes.quarantined.map(({ offset, code }) => ({ offset, code })),
  settled: [...changes.settled],
});

const quarantineOf = (lane: string, { quarantined }: Changes) =>
  quarantined.map((record) => quarantineDocument(lane, record));

const settlementsOf = (lane: string, { settled }: Changes): Update[] =>
  settled.map(({ offset, replayOffset }) => ({
    q: { _id: quarantineId(lane, offset) },
    u: { $set: { settledBy: replayOffset } },
  }));
