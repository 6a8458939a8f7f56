import { genesisHead } from '@landfall/audit';
import type { Batch } from '@landfall/messaging';
import { inLaneTransaction, LaneSessions, readingLane, readLanePosition, type LaneDocument } from '@landfall/mongo';
import { LandfallError } from '@landfall/errors';
import type { Connection, mongo } from 'mongoose';
import { headOf, type Head } from '../domain/chains.ts';
import type { Changes, Snapshot } from '../domain/consolidate.ts';
import type { Declaration } from '../domain/declaration.ts';
import { partiesOf, type Touched } from '../domain/touched.ts';
import type { AccountStore } from '../needs.ts';
import { fromDocument, owned, pageId } from './declaration-documents.ts';
import type { Collections, LaneDoc } from './documents.ts';
import { laneId } from './ids.ts';
import { LaneCache, type CacheLimits } from './lane-cache.ts';
import { quarantineId } from './quarantine-documents.ts';
import { writesOf } from './writes.ts';

/** Lanes in MongoDB. A lane's cache holds committed state only: it is swapped after the commit and dropped on any failure. */
export class MongoAccountStore implements AccountStore {
  readonly #sessions: LaneSessions;
  readonly #collections: Collections;
  readonly #limits: CacheLimits | undefined;
  readonly #caches = new Map<string, LaneCache>();

  constructor(connection: Connection, collections: Collections, limits?: CacheLimits) {
    this.#sessions = new LaneSessions(connection, collections.owners);
    this.#collections = collections;
    this.#limits = limits;
  }

  async position(lane: string): Promise<number> {
    this.#caches.delete(lane);
    await this.#sessions.take(lane);
    return readLanePosition(this.#collections.lanes as unknown as mongo.Collection<LaneDocument>, lane);
  }

  keepOnly(lanes: readonly string[]): void {
    for (const lane of this.#caches.keys()) if (!lanes.includes(lane)) this.#caches.delete(lane);
  }

  load(lane: string, touched: Touched): Promise<Snapshot> {
    return readingLane(lane, () => this.#load(lane, touched));
  }

  async #load(lane: string, touched: Touched): Promise<Snapshot> {
    const cache = await this.#cacheOf(lane);
    const declarations = await this.#declarations(lane, cache, touched.declarations);
    const nodes = new Set(touched.nodes);
    for (const declaration of declarations.values()) for (const node of partiesOf(declaration)) nodes.add(node);
    const heads = await this.#heads(lane, cache, nodes);
    const openQuarantine = await this.#openQuarantine(lane, touched.replayed);
    return { laneTime: cache.lane.laneTime, declarations, heads, openQuarantine };
  }

  async save(batch: Batch, changes: Changes): Promise<void> {
    const cache = await readingLane(batch.lane, () => this.#cacheOf(batch.lane));
    this.#caches.delete(batch.lane);
    if (cache.lane.nextOffset !== batch.position) throw fenced(batch, cache.lane.nextOffset);
    const lane = moved(cache.lane, batch, changes);
    const { _id, ...set } = lane;
    const writes = writesOf(batch, changes);
    await inLaneTransaction(
      this.#sessions,
      this.#collections.lanes,
      { lane: _id, position: batch.position, set },
      async (session) => {
        for (const write of writes) await write(this.#collections, session);
      },
    );
    this.#caches.set(batch.lane, this.#swapped(cache, lane, changes));
  }

  #swapped(cache: LaneCache, lane: LaneDoc, { declarations, chains }: Changes): LaneCache {
    for (const { after } of declarations) cache.declarations.set(after.key, after);
    for (const [node, chain] of chains) cache.heads.set(node, headOf(chain));
    Object.assign(cache.lane, lane);
    return cache;
  }

  async #cacheOf(lane: string): Promise<LaneCache> {
    let cache = this.#caches.get(lane);
    if (cache === undefined) {
      const doc = await this.#collections.lanes.findOne({ _id: lane });
      cache = new LaneCache({ ...emptyLane(lane), ...doc }, this.#limits);
      this.#caches.set(lane, cache);
    }
    return cache;
  }

  /** Never cached: few batches have a replay. */
  async #openQuarantine(lane: string, offsets: ReadonlySet<number>): Promise<Map<number, Buffer>> {
    if (offsets.size === 0) return new Map();
    const named = { _id: { $in: [...offsets].map((offset) => quarantineId(lane, offset)) } };
    const docs = await this.#collections.quarantine
      .find({ ...named, settledBy: { $exists: false } }, { projection: { offset: 1, digest: 1 } })
      .toArray();
    return new Map(docs.map(({ offset, digest }) => [offset, owned(digest)]));
  }

  async #declarations(lane: string, cache: LaneCache, keys: ReadonlySet<string>): Promise<Map<string, Declaration>> {
    const found = new Map<string, Declaration>();
    const missing: string[] = [];
    for (const key of keys) {
      const cached = cache.declarations.get(key);
      if (cached) found.set(key, cached);
      else missing.push(laneId(lane, key));
    }
    for (const declaration of await this.#readDeclarations(lane, missing)) {
      found.set(declaration.key, declaration);
      cache.declarations.set(declaration.key, declaration);
    }
    return found;
  }

  async #readDeclarations(lane: string, ids: string[]): Promise<Declaration[]> {
    if (ids.length === 0) return [];
    const docs = await this.#collections.declarations.find({ _id: { $in: ids } }).toArray();
    return Promise.all(
      docs.map(async (doc) => {
        const key = doc._id.slice(lane.length + 1);
        const further = Array.from({ length: Math.max(0, doc.pages - 1) }, (_, i) => pageId(lane, key, i + 1));
        return fromDocument(doc, await this.#readPages(further));
      }),
    );
  }

  async #readPages(ids: string[]): Promise<Buffer[]> {
    if (ids.length === 0) return [];
    const docs = await this.#collections.identityPages
      .find({ _id: { $in: ids } })
      .sort({ _id: 1 })
      .toArray();
    return docs.map(({ identities }) => identities);
  }

  async #heads(lane: string, cache: LaneCache, nodes: ReadonlySet<string>): Promise<Map<string, Head>> {
    const heads = new Map<string, Head>();
    const missing: string[] = [];
    for (const node of nodes) {
      const cached = cache.heads.get(node);
      heads.set(node, cached ?? { seq: 0, hash: genesisHead(node, lane) });
      if (!cached) missing.push(laneId(lane, node));
    }
    if (missing.length === 0) return heads;
    const docs = await this.#collections.heads.find({ _id: { $in: missing } }).toArray();
    for (const { _id, seq, hash } of docs) {
      const node = _id.slice(lane.length + 1);
      const head = { seq, hash: owned(hash) };
      heads.set(node, head);
      cache.heads.set(node, head);
    }
    return heads;
  }
}

const emptyLane = (lane: string): LaneDoc => ({
  _id: lane,
  nextOffset: 0,
  laneTime: 0,
  applied: 0,
  duplicates: 0,
  conflicts: 0,
  quarantined: 0,
  settled: 0,
});

const moved = (lane: LaneDoc, { nextOffset }: Batch, changes: Changes): LaneDoc => ({
  _id: lane._id,
  nextOffset,
  laneTime: changes.laneTime,
  applied: lane.applied + changes.applied,
  duplicates: lane.duplicates + changes.duplicates.length,
  conflicts: lane.conflicts + changes.conflicts.length,
  quarantined: lane.quarantined + changes.quarantined.length,
  settled: lane.settled + changes.settled.length,
});

const fenced = ({ lane, position }: Batch, found: number): LandfallError =>
  new LandfallError('LANE_FENCED', `Lane ${lane} stands at offset ${found}, not at ${position}.`, {
    details: { lane, position, found },
  });
