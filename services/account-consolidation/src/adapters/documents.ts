import type { Connection, mongo } from 'mongoose';
import { fieldTypes, openModels, type LaneDocument, type LaneOwner, type RelayPointer } from '@landfall/mongo';
import type { Cells } from '../domain/measures.ts';
import type { Header, Sizes } from '../domain/original.ts';
import type { Settlement } from '../domain/settlements.ts';

/** Every document carries its lane in front of its `_id`, and only that lane's transaction writes it. */
export type LaneDoc = LaneDocument & {
  laneTime: number;
  applied: number;
  duplicates: number;
  conflicts: number;
  quarantined: number;
  /** Of those quarantined; the others are open. */
  settled: number;
};

export type DeclarationDoc = {
  _id: string;
  /** DeclarationState, framed. */
  state: Buffer;
  identities: Buffer;
  /** Pages of identities in all; those after the first are in identityPages. */
  pages: number;
  duplicates: number;
  conflicts: number;
};

export type IdentityPageDoc = { _id: string; identities: Buffer };
export type HeadDoc = { _id: string; seq: number; hash: Buffer };
export type FigureDoc = { _id: string; cells: Cells };
export type PackDoc = { _id: string; lastSeq: number; data: Buffer };

export type ManifestDoc = {
  _id: string;
  nextOffset: number;
  laneTime: number;
  /** Ids of the batch's packs, without the lane, in posting order. */
  packs: string[];
  duplicates: { offset: number; firstOffset: number }[];
  conflicts: number[];
  quarantined: { offset: number; code: string }[];
  /** Absent in manifests that an earlier version has written. */
  settled?: Settlement[];
};

export type QuarantineDoc = {
  _id: string;
  offset: number;
  timestamp: number;
  code: string;
  reason: string;
  /** SHA-256 over key and value. */
  digest: Buffer;
  /** Bytes of the record as it came. */
  sizes: Sizes;
  /** What of the record fits here; all of it where its sizes say so. */
  key: Buffer;
  headers: Header[];
  value: Buffer;
  /** Documents in quarantineParts that hold the whole record, where it does not fit here. */
  parts: number;
  /** Offset of the replay that has settled it; absent while it is open. */
  settledBy?: number;
};

export type QuarantinePartDoc = { _id: string; bytes: Buffer };

const { whole, text, bytes, anything } = fieldTypes;

const fields = {
  lanes: {
    nextOffset: whole,
    laneTime: whole,
    applied: whole,
    duplicates: whole,
    conflicts: whole,
    quarantined: whole,
    settled: whole,
  },
  declarations: { state: bytes, identities: bytes, pages: whole, duplicates: whole, conflicts: whole },
  identityPages: { identities: bytes },
  heads: { seq: whole, hash: bytes },
  figures: { cells: anything },
  activities: { lastSeq: whole, data: bytes },
  manifests: {
    nextOffset: whole,
    laneTime: whole,
    packs: [String],
    duplicates: anything,
    conflicts: [Number],
    quarantined: anything,
    settled: anything,
  },
  quarantine: {
    offset: whole,
    timestamp: whole,
    code: text,
    reason: text,
    digest: bytes,
    sizes: anything,
    key: bytes,
    headers: anything,
    value: bytes,
    parts: whole,
    settledBy: Number,
  },
  quarantineParts: { bytes },
  relays: { nextOffset: whole },
  owners: { sessions: [Buffer] },
} as const;

export type Collections = {
  lanes: mongo.Collection<LaneDoc>;
  declarations: mongo.Collection<DeclarationDoc>;
  identityPages: mongo.Collection<IdentityPageDoc>;
  heads: mongo.Collection<HeadDoc>;
  figures: mongo.Collection<FigureDoc>;
  activities: mongo.Collection<PackDoc>;
  manifests: mongo.Collection<ManifestDoc>;
  quarantine: mongo.Collection<QuarantineDoc>;
  quarantineParts: mongo.Collection<QuarantinePartDoc>;
  relays: mongo.Collection<RelayPointer>;
  owners: mongo.Collection<LaneOwner>;
};

export const openCollections = (connection: Connection): Promise<Collections> =>
  openModels<Collections>(connection, fields);
