import type { Batch } from '@landfall/messaging';
import type { mongo } from 'mongoose';
import { headOf } from '../domain/chains.ts';
import type { Changes } from '../domain/consolidate.ts';
import type { Cell, Cells } from '../domain/measures.ts';
import { changedPages, toDocument } from './declaration-documents.ts';
import type { Collections, DeclarationDoc, FigureDoc, HeadDoc, IdentityPageDoc, ManifestDoc, PackDoc, QuarantineDoc } from './documents.ts';
import { laneId, padded } from './ids.ts';
import { toPacks } from './packs.ts';

type Write = (collections: Collections, session: mongo.ClientSession) => Promise<unknown>;

/** Everything that a batch writes besides its lane's position: inserts for what is new, as few documents as can be. */
export function writesOf(batch: Batch, changes: Changes): Write[] {
  const { lane } = batch;
  const packs = [...changes.chains.values()].flatMap((chain) => toPacks(lane, chain));
  const pages = changes.declarations.flatMap(({ before, after }) => changedPages(lane, before, after));
  return [
    bulk('declarations', declarationWrites(lane, changes)),
    bulk('identityPages', pages.map(replace<IdentityPageDoc>)),
    bulk('activities', packs.map(insert<PackDoc>)),
    bulk('heads', headWrites(lane, changes)),
    bulk('figures', figureWrites(lane, changes)),
    bulk('manifests', [insert(manifestOf(batch, changes, packs))]),
    bulk('quarantine', quarantineOf(lane, changes).map(insert<QuarantineDoc>)),
  ];
}

const unordered = { ordered: false } as const;

function bulk<D extends { _id: string }>(name: keyof Collections, operations: mongo.AnyBulkWriteOperation<D>[]): Write {
  return async (collections, session) => {
    if (operations.length === 0) return;
    await (collections[name] as unknown as mongo.Collection<D>).bulkWrite(operations, { ...unordered, session });
  };
}

const insert = <D extends { _id: string }>(document: D): mongo.AnyBulkWriteOperation<D> =>
  ({ insertOne: { document } }) as unknown as mongo.AnyBulkWriteOperation<D>;

const replace = <D extends { _id: string }>(document: D): mongo.AnyBulkWriteOperation<D> =>
  ({ replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true } }) as unknown as mongo.AnyBulkWriteOperation<D>;

function declarationWrites(lane: string, { declarations }: Changes): mongo.AnyBulkWriteOperation<DeclarationDoc>[] {
  return declarations.map(({ before, after }) => (before ? replace(toDocument(lane, after)) : insert(toDocument(lane, after))));
}

function headWrites(lane: string, { chains }: Changes): mongo.AnyBulkWriteOperation<HeadDoc>[] {
  return [...chains.values()].map((chain) => {
    const { seq, hash } = headOf(chain);
    const document = { _id: laneId(lane, chain.node), seq, hash };
    return chain.before.seq === 0 ? insert(document) : replace(document);
  });
}

function figureWrites(lane: string, { figures }: Changes): mongo.AnyBulkWriteOperation<FigureDoc>[] {
  return [...figures].flatMap(([nodeAndYear, cells]) => {
    const $inc = incrementsOf(cells);
    if (Object.keys($inc).length === 0) return [];
    return [{ updateOne: { filter: { _id: laneId(lane, nodeAndYear) }, update: { $inc } as never, upsert: true } }];
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

const manifestOf = ({ lane, position, nextOffset }: Batch, changes: Changes, packs: readonly PackDoc[]): ManifestDoc => ({
  _id: laneId(lane, padded(position)),
  nextOffset,
  laneTime: changes.laneTime,
  packs: packs.map(({ _id }) => _id.slice(lane.length + 1)),
  duplicates: [...changes.duplicates],
  conflicts: [...changes.conflicts],
  quarantined: changes.quarantined.map(({ read, refusal }) => ({ offset: read.record.offset, code: refusal.code })),
});

const quarantineOf = (lane: string, { quarantined }: Changes): QuarantineDoc[] =>
  quarantined.map(({ read: { record }, refusal: { code, reason } }) => ({
    _id: laneId(lane, padded(record.offset)),
    offset: record.offset,
    timestamp: record.timestamp,
    code,
    reason,
    key: record.key,
    value: record.value,
  }));
