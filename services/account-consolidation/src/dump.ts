import type { FactCoordinates } from '@landfall/audit';
import type { KeptFact } from './domain/declaration.ts';
import type { Cell, Cells } from './domain/measures.ts';
import type { Original } from './domain/original.ts';
import { fromDocument } from './adapters/declaration-documents.ts';
import { startsWith } from './adapters/ids.ts';
import type { Collections, DeclarationDoc } from './adapters/documents.ts';
import { readOriginal } from './adapters/quarantine-documents.ts';
import { unpack } from './adapters/unpack.ts';
import type { StoredActivity } from './needs.ts';

/**
 * The whole consolidated state as sorted canonical records, one JSON text a line: equal for equal states, hashes included.
 * How activities are packed, what the relay has sent and the service's own counters are no state.
 */
export async function* dump(collections: Collections): AsyncGenerator<string> {
  yield* lines(lanes(collections));
  yield* lines(declarations(collections));
  yield* lines(heads(collections));
  yield* lines(figures(collections));
  yield* lines(activities(collections));
  yield* lines(quarantine(collections));
}

async function* lines(records: AsyncGenerator<object>): AsyncGenerator<string> {
  for await (const record of records) yield JSON.stringify(record);
}

const byId = { _id: 1 } as const;

async function* lanes({ lanes: collection }: Collections): AsyncGenerator<object> {
  for await (const { _id, nextOffset, laneTime = 0 } of collection.find().sort(byId))
    yield { record: 'lane', lane: _id, nextOffset, laneTime };
}

async function* declarations(collections: Collections): AsyncGenerator<object> {
  for await (const doc of collections.declarations.find().sort(byId)) {
    const [lane, key] = split(doc._id);
    const { duplicates, conflicts } = doc;
    const { counting, namedBy } = fromDocument(doc, []);
    yield {
      record: 'declaration',
      lane,
      key,
      counting: counting.map(keptFact),
      namedBy: namedBy?.eventId ?? null,
      identities: await identitiesOf(collections, doc),
      duplicates,
      conflicts,
    };
  }
}

async function identitiesOf(
  { identityPages }: Collections,
  { _id, identities, pages }: DeclarationDoc,
): Promise<string> {
  if (pages <= 1) return identities.toString('hex');
  const further = await identityPages
    .find({ _id: startsWith(_id) })
    .sort(byId)
    .toArray();
  return Buffer.concat([identities, ...further.map((page) => page.identities)]).toString('hex');
}

const keptFact = ({ type, series, version, eventId, place, content }: KeptFact) => ({
  ...{ type, series, version, eventId },
  place: { offset: place.offset, timestamp: place.timestamp, digest: place.digest.toString('hex') },
  content: sorted({
    ...content,
    amounts: sorted(content.amounts),
    ...(content.lines && { lines: sortedCells(content.lines) }),
  }),
});

async function* heads({ heads: collection }: Collections): AsyncGenerator<object> {
  for await (const { _id, seq, hash } of collection.find().sort(byId)) {
    const [lane, node] = split(_id);
    yield { record: 'head', lane, node, seq, hash: hash.toString('hex') };
  }
}

async function* figures({ figures: collection }: Collections): AsyncGenerator<object> {
  for await (const { _id, cells } of collection.find().sort(byId)) {
    const [lane, node, year] = split(_id);
    const kept = sortedCells(cells);
    if (Object.keys(kept).length > 0) yield { record: 'figures', lane, node, year, cells: kept };
  }
}

async function* activities({ activities: collection }: Collections): AsyncGenerator<object> {
  for await (const pack of collection.find().sort(byId))
    for (const activity of unpack(pack)) yield activityRecord(activity);
}

const activityRecord = ({ hash, fact, cause, effects, original, ...rest }: StoredActivity) => ({
  record: 'activity',
  ...rest,
  fact: coordinates(fact),
  cause: coordinates(cause),
  effects: sorted(effects),
  original: original && { key: original.key.toString(), value: original.value.toString('base64') },
  hash: hash.toString('hex'),
});

const coordinates = ({ digest, ...place }: FactCoordinates) => ({ ...place, digest: digest.toString('hex') });

async function* quarantine(collections: Collections): AsyncGenerator<object> {
  for await (const doc of collections.quarantine.find().sort(byId)) {
    const { _id, offset, timestamp, code, reason, digest, sizes, settledBy } = doc;
    const [lane] = split(_id);
    const original = await readOriginal(collections, doc);
    yield {
      record: 'quarantined',
      lane,
      ...{ offset, timestamp, code, reason, settledBy: settledBy ?? null },
      digest: digest.toString('hex'),
      sizes: sorted(sizes),
      original: original && originalText(original),
    };
  }
}

const originalText = ({ key, headers, value }: Original) => ({
  key: key.toString('base64'),
  headers: headers.map((header) => ({ name: header.name, value: header.value?.toString('base64') ?? null })),
  value: value.toString('base64'),
});

function split(id: string): [string, string, string] {
  const [lane = '', first = '', second = ''] = id.split('|');
  return [lane, first, second];
}

const sorted = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))) as T;

/** Cells in order of name, without what has come back to 0. */
function sortedCells(cells: Readonly<Cells>): Cells {
  const kept = Object.entries(cells)
    .map(([name, cell]): [string, Cell] => [
      name,
      sorted(Object.fromEntries(Object.entries(cell).filter(([, amount]) => amount !== 0))),
    ])
    .filter(([, cell]) => Object.keys(cell).length > 0);
  return sorted(Object.fromEntries(kept));
}
