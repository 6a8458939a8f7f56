import type { Connection, mongo } from 'mongoose';
import { fieldTypes, openModels, type LaneDocument, type LaneOwner, type RelayPointer } from '@landfall/mongo';
import type { Cells } from '../domain/measures.ts';

/** Every document carries its lane in front of its `_id`, and only that lane's transaction writes it. */
export type LaneDoc = LaneDocument & {
  laneTime: number;
  applied: number;
  duplicates: number;
  conflicts: number;
  quarantined: number;
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
};

export type QuarantineDoc = {
  _id: string;
  offset: number;
  timestamp: number;
  code: string;
  reason: string;
  key: Buffer;
  value: Buffer;
};

const { whole, text, bytes, anything } = fieldTypes;

const fields = {
  lanes: {
    nextOffset: whole,
    laneTime: whole,
    applied: whole,
    duplicates: whole,
    conflicts: whole,
    quarantined: whole,
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
  },
  quarantine: { offset: whole, timestamp: whole, code: text, reason: text, key: bytes, value: bytes },
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
  relays: mongo.Collection<RelayPointer>;
  owners: mongo.Collection<LaneOwner>;
};

export const openCollections = (connection: Connection): Promise<Collections> =>
  openModels<Collections>(connection, fields);
