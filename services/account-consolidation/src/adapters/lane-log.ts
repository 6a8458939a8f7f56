import { LandfallError } from '@landfall/errors';
import { encodeRecord, topics, type TransactionOutcomes } from '@landfall/events';
import type { OutgoingRecord } from '@landfall/messaging';
import { relayOnce } from '@landfall/mongo';
import { assertComplete, publishDeadLetters, type Sender } from './dead-letters.ts';
import type { Collections, ManifestDoc } from './documents.ts';
import { laneId, padded, startsWith } from './ids.ts';

/** Manifests published at a time: enough to fill a request, few enough to hold in memory. */
const MANIFESTS = 4;

type Portion = { readonly manifests: ManifestDoc[]; readonly to: number };

/**
 * The log of a lane as its outbox: packs go to account.activities with the bytes that are stored, in manifest order, what was
 * set aside to port.transactions.dead-letters, and one record a batch to port.transactions.outcomes.
 * @returns whether there was anything to publish
 */
export const relayLane = (collections: Collections, producer: Sender, lane: string): Promise<boolean> =>
  relayOnce<Portion>({
    lane,
    pointers: collections.relays,
    next: (from) => nextPortion(collections, lane, from),
    publish: ({ manifests }) => publish(collections, producer, lane, manifests),
  });

async function nextPortion({ manifests }: Collections, lane: string, from: number): Promise<Portion | undefined> {
  const range = { ...startsWith(lane), $gte: laneId(lane, padded(from)) };
  const found = await manifests.find({ _id: range }).sort({ _id: 1 }).limit(MANIFESTS).toArray();
  return found.length === 0 ? undefined : { manifests: found, to: found.at(-1)!.nextOffset };
}

async function publish(
  collections: Collections,
  producer: Sender,
  lane: string,
  manifests: ManifestDoc[],
): Promise<void> {
  const ids = manifests.flatMap(({ packs }) => packs);
  const stored = await collections.activities.find({ _id: { $in: ids.map((id) => laneId(lane, id)) } }).toArray();
  const bytes = new Map(stored.map(({ _id, data }) => [_id, data]));
  const packs = ids.map((id): OutgoingRecord => {
    const value = bytes.get(laneId(lane, id));
    if (value === undefined) throw new LandfallError('PACK_MISSING', `${lane} names pack ${id}, which is not there.`);
    return { key: nodeOf(id), value };
  });
  await assertComplete(collections, lane, manifests);
  await producer.send(topics.accountActivities, packs);
  await publishDeadLetters(collections, producer, lane, manifests);
  const outcomes = manifests.map((manifest) => ({ key: lane, value: encodeRecord(outcomesOf(lane, manifest)) }));
  await producer.send(topics.portTransactionsOutcomes, outcomes);
}

const nodeOf = (packId: string): string => packId.slice(0, packId.lastIndexOf('|'));

const outcomesOf = (lane: string, manifest: ManifestDoc): TransactionOutcomes => ({
  type: 'TransactionOutcomes',
  eventId: manifest._id,
  occurredAt: manifest.laneTime,
  source: 'account-consolidation',
  lane,
  firstOffset: Number(manifest._id.slice(lane.length + 1)),
  nextOffset: manifest.nextOffset,
  duplicates: manifest.duplicates,
  conflicts: manifest.conflicts,
  quarantined: manifest.quarantined,
  settled: manifest.settled ?? [],
});
