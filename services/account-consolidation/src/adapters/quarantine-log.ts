import { LandfallError } from '@landfall/errors';
import type { mongo } from 'mongoose';
import type { QuarantinedRecord, QuarantineFilter, QuarantinePage, QuarantinePageRequest } from '../needs.ts';
import type { Collections, QuarantineDoc } from './documents.ts';
import { laneId, padded, startsWith } from './ids.ts';
import { quarantineId } from './quarantine-documents.ts';

type Quarantine = Pick<Collections, 'quarantine'>;

export async function readQuarantinePage(
  collections: Quarantine,
  { limit, after, ...filter }: QuarantinePageRequest,
): Promise<QuarantinePage> {
  const condition = conditionOf(filter, after);
  const records: QuarantinedRecord[] = [];
  for await (const record of read(collections, condition, limit + 1)) records.push(record);
  return { records: records.slice(0, limit), hasMore: records.length > limit };
}

/** Every record that was set aside, by lane and offset, without its bytes. */
export const listQuarantine = (collections: Quarantine, filter: QuarantineFilter): AsyncGenerator<QuarantinedRecord> =>
  read(collections, conditionOf(filter), 0);

/** @throws LandfallError QUARANTINE_NOT_FOUND */
export async function findQuarantined(
  { quarantine }: Quarantine,
  lane: string,
  offset: number,
): Promise<QuarantineDoc> {
  const doc = await quarantine.findOne({ _id: quarantineId(lane, offset) });
  if (doc !== null) return doc;
  throw notFound(lane, offset);
}

export const notFound = (lane: string, offset: number): LandfallError =>
  new LandfallError('QUARANTINE_NOT_FOUND', `No record was set aside at offset ${offset} of lane ${lane}.`, {
    hint: '`landfall quarantine list` shows what was.',
  });

function conditionOf({ lane, code, open }: QuarantineFilter, after?: number): mongo.Filter<QuarantineDoc> {
  return {
    ...(lane !== undefined && { _id: above(lane, after) }),
    ...(code !== undefined && { code }),
    ...(open !== undefined && { settledBy: { $exists: !open } }),
  };
}

const above = (lane: string, after?: number) =>
  after === undefined ? startsWith(lane) : { $gt: laneId(lane, padded(after)), $lt: startsWith(lane).$lt };

async function* read(
  { quarantine }: Quarantine,
  condition: mongo.Filter<QuarantineDoc>,
  limit: number,
): AsyncGenerator<QuarantinedRecord> {
  const options = { projection: { key: 0, headers: 0, value: 0 } };
  for await (const doc of quarantine.find(condition, options).sort({ _id: 1 }).limit(limit)) yield withoutBytes(doc);
}

const withoutBytes = (doc: Omit<QuarantineDoc, 'key' | 'headers' | 'value'>): QuarantinedRecord => {
  const { _id, offset, timestamp, code, reason, digest, sizes, settledBy } = doc;
  return { lane: _id.slice(0, _id.lastIndexOf('|')), offset, timestamp, code, reason, digest, sizes, settledBy };
};
