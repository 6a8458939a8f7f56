import { fieldTypes, openModels, type LaneDocument, type LaneOwner } from '@landfall/mongo';
import type { Connection, mongo } from 'mongoose';
import type { Problem } from '../domain/problem.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { SubmissionStatus } from '../needs.ts';

export type SubmissionDoc = {
  _id: string;
  status: SubmissionStatus;
  mediaType: string;
  receivedAt: Date;
  finishedAt?: Date;
  accepted: number;
  rejected: number;
};

/** `_id` is the submission's id, a slash, and the part's number with leading zeros, so parts sort. */
export type ReceiptsDoc = { _id: string; receivedAt: Date; receipts: Receipt[] };

/** `_id` is the submission or the lane, a slash, and the position. */
export type RejectionDoc = {
  _id: string;
  source: string;
  submissionId: string | null;
  inboundPartition: number | null;
  position: number;
  problems: readonly Problem[];
  /** The bytes as they came; the first 8 MiB of more. */
  original: Buffer;
  originalBytes: number;
  rejectedAt: Date;
};

const date = { type: Date, required: true } as const;
const { whole, text, bytes, anything } = fieldTypes;

/** As long as port.transactions.rejected keeps its records (libs/events). */
const KEPT_SECONDS = 90 * 86_400;
const expiring = { ...date, expires: KEPT_SECONDS } as const;

const fields = {
  submissions: {
    status: text,
    mediaType: text,
    receivedAt: expiring,
    finishedAt: Date,
    accepted: whole,
    rejected: whole,
  },
  receipts: { receivedAt: expiring, receipts: anything },
  rejections: {
    source: text,
    submissionId: String,
    inboundPartition: Number,
    position: whole,
    problems: anything,
    original: bytes,
    originalBytes: whole,
    rejectedAt: expiring,
  },
  inboundLanes: { nextOffset: whole },
  inboundOwners: { sessions: [Buffer] },
} as const;

export type Collections = {
  submissions: mongo.Collection<SubmissionDoc>;
  receipts: mongo.Collection<ReceiptsDoc>;
  rejections: mongo.Collection<RejectionDoc>;
  inboundLanes: mongo.Collection<LaneDocument>;
  inboundOwners: mongo.Collection<LaneOwner>;
};

export const openCollections = (connection: Connection): Promise<Collections> =>
  openModels<Collections>(connection, fields);
