import type { FactCoordinates } from '@landfall/audit';
import type { StoredActivity } from '../needs.ts';
import { isoDate } from './declaration-view.ts';

/** An activity as the API shows it; digests and hashes in hexadecimal, amounts in U.S. cents. */
export const activityView = (activity: StoredActivity) => ({
  lane: activity.lane,
  seq: activity.seq,
  kind: activity.kind,
  conflict: activity.conflict,
  type: activity.factType,
  declaration: activity.declaration,
  date: activity.businessDate === null ? null : isoDate(activity.businessDate),
  port: activity.port,
  postedAt: new Date(activity.postedAt).toISOString(),
  effects: activity.effects,
  fact: coordinates(activity.fact),
  cause: coordinates(activity.cause),
  hash: activity.hash.toString('hex'),
});

const coordinates = ({ offset, timestamp, digest }: FactCoordinates) => ({
  offset,
  timestamp: new Date(timestamp).toISOString(),
  digest: digest.toString('hex'),
});
