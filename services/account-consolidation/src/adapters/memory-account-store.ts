import { genesisHead } from '@landfall/audit';
import { LandfallError } from '@landfall/errors';
import type { Batch } from '@landfall/messaging';
import { headOf, type Activity, type Head } from '../domain/chains.ts';
import type { Changes, Quarantined, Snapshot } from '../domain/consolidate.ts';
import type { Declaration } from '../domain/declaration.ts';
import { addCells, type Cells } from '../domain/measures.ts';
import { partiesOf, type Touched } from '../domain/touched.ts';
import type { AccountStore } from '../needs.ts';

type Lane = {
  nextOffset: number;
  laneTime: number;
  readonly declarations: Map<string, Declaration>;
  readonly heads: Map<string, Head>;
  readonly activities: Map<string, Activity[]>;
  readonly figures: Map<string, Cells>;
  /** What was set aside, by offset, with the replay that has settled it. */
  readonly quarantined: Map<number, Quarantined & { readonly settledBy?: number }>;
};

/** Lanes in memory: for tests of what does not need a database. */
export class MemoryAccountStore implements AccountStore {
  readonly lanes = new Map<string, Lane>();

  position(lane: string): Promise<number> {
    return Promise.resolve(this.#lane(lane).nextOffset);
  }

  load(name: string, touched: Touched): Promise<Snapshot> {
    const lane = this.#lane(name);
    const declarations = new Map([...touched.declarations].flatMap((key) => entryOf(lane.declarations, key)));
    const nodes = new Set([...touched.nodes, ...[...declarations.values()].flatMap(partiesOf)]);
    const heads = new Map(
      [...nodes].map((node) => [node, lane.heads.get(node) ?? { seq: 0, hash: genesisHead(node, name) }]),
    );
    const openQuarantine = new Map(
      [...touched.replayed]
        .flatMap((offset) => entryOf(lane.quarantined, offset))
        .filter(([, { settledBy }]) => settledBy === undefined)
        .map(([offset, { digest }]) => [offset, digest]),
    );
    return Promise.resolve({ laneTime: lane.laneTime, declarations, heads, openQuarantine });
  }

  save(batch: Batch, changes: Changes): Promise<void> {
    const lane = this.#lane(batch.lane);
    if (lane.nextOffset !== batch.position) {
      return Promise.reject(
        new LandfallError('LANE_FENCED', `Lane ${batch.lane} stands at ${lane.nextOffset}, not at ${batch.position}.`),
      );
    }
    lane.nextOffset = batch.nextOffset;
    lane.laneTime = changes.laneTime;
    for (const { after } of changes.declarations) lane.declarations.set(after.key, after);
    for (const [node, chain] of changes.chains) {
      lane.heads.set(node, headOf(chain));
      lane.activities.set(node, [...(lane.activities.get(node) ?? []), ...chain.activities]);
    }
    for (const [key, cells] of changes.figures) {
      const figures = lane.figures.get(key) ?? {};
      addCells(figures, cells);
      lane.figures.set(key, figures);
    }
    setAside(lane, changes);
    return Promise.resolve();
  }

  /** Figures by node: the sum over lanes and years. */
  figures(): Record<string, Cells> {
    const sums: Record<string, Cells> = {};
    for (const { figures } of this.lanes.values()) {
      for (const [key, cells] of figures) addCells((sums[key.slice(0, key.lastIndexOf('|'))] ??= {}), cells);
    }
    return Object.fromEntries(Object.entries(sums).filter(([, cells]) => Object.keys(cells).length > 0));
  }

  #lane(name: string): Lane {
    let lane = this.lanes.get(name);
    if (lane === undefined) {
      lane = {
        nextOffset: 0,
        laneTime: 0,
        declarations: new Map(),
        heads: new Map(),
        activities: new Map(),
        figures: new Map(),
        quarantined: new Map(),
      };
      this.lanes.set(name, lane);
    }
    return lane;
  }
}

function setAside({ quarantined }: Lane, changes: Changes): void {
  for (const record of changes.quarantined) quarantined.set(record.offset, record);
  for (const { offset, replayOffset } of changes.settled)
    quarantined.set(offset, { ...quarantined.get(offset)!, settledBy: replayOffset });
}

function entryOf<K, V>(map: ReadonlyMap<K, V>, key: K): [K, V][] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}
