import type { LaneDocument, LaneOwner } from '@landfall/mongo';
import { Schema, type Connection, type mongo } from 'mongoose';
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
  original: Buffer;
  rejectedAt: Date;
};

const whole = { type: Number, required: true, min: 0, validate: Number.isSafeInteger } as const;
const text = { type: String, required: true } as const;
const date = { type: Date, required: true } as const;
const anything = { type: Schema.Types.Mixed, required: true } as const;

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
    original: { type: Buffer, required: true },
    rejectedAt: expiring,
  },
  inboundLanes: { nextOffset: whole },
  inboundOwners: { session: { type: Buffer, required: true } },
} as const;

export type Collections = {
  submissions: mongo.Collection<SubmissionDoc>;
  receipts: mongo.Collection<ReceiptsDoc>;
  rejections: mongo.Collection<RejectionDoc>;
  inboundLanes: mongo.Collection<LaneDocument>;
  inboundOwners: mongo.Collection<LaneOwner>;
};

/** Defines the models, and creates the collections and indexes that are missing. */
export async function openCollections(connection: Connection): Promise<Collections> {
  const entries = await Promise.all(
    Object.entries(fields).map(async ([name, definition]) => {
      const schema = new Schema({ _id: text, ...definition }, { collection: name, versionKey: false, minimize: false });
      const model = connection.models[name] ?? connection.model(name, schema);
      await model.init();
      await model.createCollection();
      return [name, connection.db!.collection(name)] as const;
    }),
  );
  return Object.fromEntries(entries) as unknown as Collections;
}
