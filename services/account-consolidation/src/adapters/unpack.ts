import { activityHash, type FactCoordinates } from '@landfall/audit';
import { decodeRecord, type Activity as ActivityRecord, type ActivityPack, type Place } from '@landfall/events';
import { LandfallError } from '@landfall/errors';
import type { LaneName } from '../domain/chains.ts';
import { laneNameOf } from '../domain/lane-name.ts';
import type { StoredActivity } from '../needs.ts';
import type { PackDoc } from './documents.ts';
import { fromEffects } from './effects.ts';

const kinds = { POSTED: 'posted', REVERSED: 'reversed', NOTED: 'noted' } as const;

/** The activities of a pack, each with its sequence number and the hash that the chain gives it. */
export function unpack({ _id, data }: Pick<PackDoc, '_id' | 'data'>): StoredActivity[] {
  const pack = decodeRecord(data);
  if (pack.type !== 'ActivityPack') throw new LandfallError('PACK_UNREADABLE', `${_id} holds no activity pack.`);
  return chained(pack);
}

function chained(pack: ActivityPack): StoredActivity[] {
  const lane = laneNameOf(pack.lane);
  let head = pack.previousHead;
  return pack.activities.map((record, index) => {
    const seq = pack.firstSeq + index;
    const kind = kindOf(record);
    const { fact, cause } = coordinatesOf(lane, record);
    head = activityHash(head, { seq, kind, fact, cause });
    return { node: pack.node, lane: pack.lane, seq, kind, hash: head, fact, cause, ...rest(record) };
  });
}

function kindOf({ kind }: ActivityRecord): StoredActivity['kind'] {
  if (kind === 'UNKNOWN')
    throw new LandfallError('PACK_UNREADABLE', 'An activity of a kind that this version does not know.');
  return kinds[kind];
}

function coordinatesOf(
  { topicCode, generation, partition }: LaneName,
  record: ActivityRecord,
): { fact: FactCoordinates; cause: FactCoordinates } {
  const place = { topicCode, generation, partition };
  return {
    fact: { ...place, ...pick(record.fact) },
    cause: { ...place, ...pick(record.cause ?? record.fact) },
  };
}

const pick = ({ offset, timestamp, digest }: Place): Place => ({ offset, timestamp, digest });

const rest = (record: ActivityRecord) => ({
  conflict: record.conflict,
  factType: record.factType,
  declaration: record.declaration,
  postedAt: record.postedAt,
  postingNumber: record.postingNumber,
  businessDate: record.businessDate,
  port: record.port,
  effects: fromEffects(record.effects),
  original: record.original,
});
