import { encodeRecord, type Activity as ActivityRecord, type ActivityPack } from '@landfall/events';
import type { Activity, ChainGrowth } from '../domain/chains.ts';
import type { PackDoc } from './documents.ts';
import { toEffects } from './effects.ts';
import { laneId, padded } from './ids.ts';

/** Below the record limit of account.activities, with room for what surrounds the activities. */
const MAX_PACK_BYTES = 700_000;
/** Size of an activity's record besides its original bytes, on the generous side. */
const ACTIVITY_BYTES = 300;

/** Packs of one chain's new activities, split below the record limit. */
export function toPacks(lane: string, { node, before, activities }: ChainGrowth): PackDoc[] {
  const packs: PackDoc[] = [];
  let previousHead = before.hash;
  for (const portion of portions(activities)) {
    packs.push(toPack(lane, node, previousHead, portion));
    previousHead = portion.at(-1)!.hash;
  }
  return packs;
}

function toPack(lane: string, node: string, previousHead: Buffer, activities: readonly Activity[]): PackDoc {
  const first = activities[0]!;
  const last = activities.at(-1)!;
  const id = packId(node, first.seq);
  const data = encodeRecord({
    type: 'ActivityPack',
    eventId: laneId(lane, id),
    occurredAt: last.postedAt,
    source: 'account-consolidation',
    node,
    lane,
    firstSeq: first.seq,
    previousHead,
    activities: activities.map(toRecord),
  } satisfies ActivityPack);
  return { _id: laneId(lane, id), lastSeq: last.seq, data };
}

export const packId = (node: string, firstSeq: number): string => laneId(node, padded(firstSeq));

const kindNames = { posted: 'POSTED', reversed: 'REVERSED', noted: 'NOTED' } as const;

function toRecord(activity: Activity): ActivityRecord {
  const { fact, cause } = activity;
  return {
    kind: kindNames[activity.kind],
    conflict: activity.conflict,
    factType: fact.type,
    declaration: activity.declaration,
    fact: fact.place,
    cause: cause === fact.place ? null : cause,
    postedAt: activity.postedAt,
    postingNumber: activity.postingNumber,
    businessDate: fact.content.date,
    port: fact.content.port ?? null,
    effects: toEffects(activity.effects),
    original: activity.original,
  };
}

function* portions(activities: readonly Activity[]): Generator<readonly Activity[]> {
  let start = 0;
  let bytes = 0;
  for (let i = 0; i < activities.length; i++) {
    const { original } = activities[i]!;
    const size = ACTIVITY_BYTES + (original ? original.key.length + original.value.length : 0);
    if (i > start && bytes + size > MAX_PACK_BYTES) {
      yield activities.slice(start, i);
      start = i;
      bytes = 0;
    }
    bytes += size;
  }
  if (start < activities.length) yield activities.slice(start);
}
