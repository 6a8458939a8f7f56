import type { ActivityFilter, ActivityPage, ActivityPageRequest, StoredActivity } from '../needs.ts';
import type { Collections } from './documents.ts';
import { laneId, padded, startsWith } from './ids.ts';
import { unpack } from './unpack.ts';

/** Most activities looked at for one page: a rare filter answers with fewer and a place to go on. */
const MAX_SCANNED = 20_000;

type Cursor = {
  readonly lane: string;
  next: number;
  readonly stream: AsyncGenerator<StoredActivity>;
  current: StoredActivity | undefined;
};

/** One page of a node's record, merged over its lanes by (posted at, lane, offset, posting number). */
export async function readActivityPage(
  collections: Collections,
  lanes: readonly string[],
  request: ActivityPageRequest,
): Promise<ActivityPage> {
  const heads = await headsOf(collections, lanes, request.node);
  const start = startOf(lanes, heads, request);
  const cursors = await openCursors(collections, request, lanes, start);
  const found = await merge(cursors, request);
  const reached = Object.fromEntries(cursors.map(({ lane, next }) => [lane, next]));
  return request.direction === 'older'
    ? { activities: found, older: reached, newer: shifted(start, 1), hasOlder: anyLeft(reached) }
    : { activities: found.reverse(), older: shifted(start, -1), newer: reached, hasOlder: anyLeft(shifted(start, -1)) };
}

async function headsOf({ heads }: Collections, lanes: readonly string[], node: string): Promise<Map<string, number>> {
  const docs = await heads.find({ _id: { $in: lanes.map((lane) => laneId(lane, node)) } }).toArray();
  return new Map(docs.map(({ _id, seq }) => [_id.slice(0, _id.indexOf('|')), seq]));
}

const startOf = (
  lanes: readonly string[],
  heads: ReadonlyMap<string, number>,
  { from, direction }: ActivityPageRequest,
): Record<string, number> =>
  Object.fromEntries(lanes.map((lane) => [lane, from?.[lane] ?? (direction === 'older' ? (heads.get(lane) ?? 0) : 1)]));

const shifted = (places: Readonly<Record<string, number>>, by: 1 | -1): Record<string, number> =>
  Object.fromEntries(Object.entries(places).map(([lane, seq]) => [lane, seq + by]));

const anyLeft = (places: Readonly<Record<string, number>>): boolean => Object.values(places).some((seq) => seq > 0);

function openCursors(
  collections: Collections,
  request: ActivityPageRequest,
  lanes: readonly string[],
  start: Record<string, number>,
): Promise<Cursor[]> {
  return Promise.all(
    lanes.map(async (lane) => {
      const next = start[lane]!;
      const stream = streamOf(collections, lane, request, next);
      return { lane, next, stream, current: await nextOf(stream) };
    }),
  );
}

async function* streamOf(
  { activities }: Collections,
  lane: string,
  { node, direction }: ActivityPageRequest,
  from: number,
): AsyncGenerator<StoredActivity> {
  const older = direction === 'older';
  const range = older ? upTo(lane, node, from) : await since(activities, lane, node, from);
  const order = older ? -1 : 1;
  // Packs are up to a megabyte each: two at a time are enough to stay ahead.
  const packs = activities.find({ _id: range }, { sort: { _id: order }, batchSize: 2 });
  for await (const pack of packs) {
    const inside = unpack(pack).filter(({ seq }) => (older ? seq <= from : seq >= from));
    yield* older ? inside.reverse() : inside;
  }
}

type IdRange = { $gte: string; $lte?: string; $lt?: string };

/** Packs that begin at or before a sequence number; none for 0. */
const upTo = (lane: string, node: string, seq: number): IdRange => ({
  $gte: laneId(lane, node, ''),
  $lte: laneId(lane, node, padded(seq)),
});

/** From the pack that holds a sequence number: the last one that begins at or before it. */
async function since(activities: Collections['activities'], lane: string, node: string, seq: number): Promise<IdRange> {
  const holder = await activities.findOne(
    { _id: upTo(lane, node, seq) },
    { sort: { _id: -1 }, projection: { _id: 1 } },
  );
  return { ...startsWith(lane, node), ...(holder && { $gte: holder._id }) };
}

/** The stream's next activity, or undefined at its end. */
async function nextOf(stream: AsyncGenerator<StoredActivity>): Promise<StoredActivity | undefined> {
  const next = await stream.next();
  return next.done ? undefined : next.value;
}

async function merge(
  cursors: readonly Cursor[],
  { direction, limit, filter }: ActivityPageRequest,
): Promise<StoredActivity[]> {
  const older = direction === 'older';
  const found: StoredActivity[] = [];
  for (let scanned = 0; found.length < limit && scanned < MAX_SCANNED; scanned++) {
    const cursor = cursors.reduce<Cursor | undefined>((best, candidate) => nearer(best, candidate, older), undefined);
    if (cursor === undefined) break;
    const activity = cursor.current!;
    if (matches(activity, filter)) found.push(activity);
    cursor.next = activity.seq + (older ? -1 : 1);
    cursor.current = await nextOf(cursor.stream);
  }
  await Promise.all(cursors.map(({ stream }) => stream.return(undefined)));
  return found;
}

function nearer(best: Cursor | undefined, candidate: Cursor, older: boolean): Cursor | undefined {
  if (candidate.current === undefined) return best;
  if (best === undefined) return candidate;
  const later = isLater(candidate.current, best.current!);
  return later === older ? candidate : best;
}

function isLater(a: StoredActivity, b: StoredActivity): boolean {
  if (a.postedAt !== b.postedAt) return a.postedAt > b.postedAt;
  if (a.lane !== b.lane) return a.lane > b.lane;
  return a.seq > b.seq;
}

const matches = (activity: StoredActivity, filter: ActivityFilter): boolean =>
  (filter.factType === undefined || activity.factType === filter.factType) &&
  (filter.port === undefined || activity.port === filter.port) &&
  (filter.declaration === undefined || activity.declaration === filter.declaration) &&
  (filter.kind === undefined || activity.kind === filter.kind);
