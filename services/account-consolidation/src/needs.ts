import type { FactCoordinates } from '@landfall/audit';
import type { Batch } from '@landfall/messaging';
import type { Changes, Snapshot } from './domain/consolidate.ts';
import type { Declaration } from './domain/declaration.ts';
import type { Cells } from './domain/measures.ts';
import type { Sizes } from './domain/original.ts';
import type { Touched } from './domain/touched.ts';

/** Where lanes, declarations, chains and figures are kept. */
export type AccountStore = {
  /** The lane's next offset; a lane never seen begins at 0. Asked before anything else of a lane, and after a fence. */
  position(lane: string): Promise<number>;
  /** The state that a batch is decided upon, as of the lane's position. */
  load(lane: string, touched: Touched): Promise<Snapshot>;
  /**
   * Writes a batch's changes in one transaction, moving the lane from `batch.position` to `batch.nextOffset`.
   * @throws LandfallError LANE_FENCED when the lane stands elsewhere: nothing is written
   */
  save(batch: Batch, changes: Changes): Promise<void>;
};

/** An activity as it is stored and chained. `businessDate` is days since 1970-01-01, times are milliseconds. */
export type StoredActivity = {
  readonly node: string;
  readonly lane: string;
  readonly seq: number;
  readonly hash: Buffer;
  readonly kind: 'posted' | 'reversed' | 'noted';
  readonly conflict: boolean;
  readonly factType: string;
  readonly declaration: string;
  readonly fact: FactCoordinates;
  readonly cause: FactCoordinates;
  readonly postedAt: number;
  readonly postingNumber: number;
  readonly businessDate: number | null;
  readonly port: string | null;
  readonly effects: Readonly<Record<string, number>>;
  readonly original: { readonly key: Buffer; readonly value: Buffer } | null;
};

/** A node's figures, the sum over lanes and years, as of one moment: the lanes' next offsets. */
export type NodeFigures = {
  readonly cells: Cells;
  readonly activityCount: number;
  readonly asOf: Readonly<Record<string, number>>;
};

export type LaneState = {
  readonly lane: string;
  readonly nextOffset: number;
  readonly laneTime: number;
  readonly applied: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly quarantined: number;
  /** Of those quarantined: settled by a replay. */
  readonly settled: number;
};

export type ActivityFilter = {
  readonly factType?: string | undefined;
  readonly port?: string | undefined;
  readonly declaration?: string | undefined;
  readonly kind?: StoredActivity['kind'] | undefined;
};

export type ActivityPageRequest = {
  readonly node: string;
  readonly limit: number;
  readonly direction: 'older' | 'newer';
  /** Next sequence number to read, by lane; by default the newest. */
  readonly from?: Readonly<Record<string, number>> | undefined;
  readonly filter: ActivityFilter;
};

/** Activities newest first, and where to go on in either direction; nothing is left where a direction is absent. */
export type ActivityPage = {
  readonly activities: readonly StoredActivity[];
  readonly older: Readonly<Record<string, number>>;
  readonly newer: Readonly<Record<string, number>>;
  readonly hasOlder: boolean;
};

/** A record that was set aside, without its bytes. `digest` is SHA-256 over key and value. */
export type QuarantinedRecord = {
  readonly lane: string;
  readonly offset: number;
  readonly timestamp: number;
  readonly code: string;
  readonly reason: string;
  readonly digest: Buffer;
  readonly sizes: Sizes;
  /** Offset of the replay that has settled it. */
  readonly settledBy: number | undefined;
};

export type QuarantineFilter = {
  readonly lane?: string | undefined;
  readonly code?: string | undefined;
  /** Only those that are open, or only those that are settled. */
  readonly open?: boolean | undefined;
};

export type QuarantinePageRequest = QuarantineFilter & {
  readonly lane: string;
  readonly limit: number;
  /** Only offsets above this one. */
  readonly after?: number | undefined;
};

export type QuarantinePage = { readonly records: readonly QuarantinedRecord[]; readonly hasMore: boolean };

/** What can be asked of the consolidated record. */
export type AccountQueries = {
  lanes(): Promise<LaneState[]>;
  /** Undefined for a node that no fact has named. */
  figures(node: string): Promise<NodeFigures | undefined>;
  declaration(key: string): Promise<Declaration | undefined>;
  activities(request: ActivityPageRequest): Promise<ActivityPage>;
  /** In order of offset. */
  quarantine(request: QuarantinePageRequest): Promise<QuarantinePage>;
};

/** The end offset of every lane's log, asked of the broker. */
export type LogEnds = () => Promise<Map<string, number>>;
