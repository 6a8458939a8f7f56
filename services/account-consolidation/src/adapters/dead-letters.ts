import { LandfallError } from '@landfall/errors';
import { topics } from '@landfall/events';
import type { OutgoingRecord, RecordProducer } from '@landfall/messaging';
import { laneNameOf } from '../domain/lane-name.ts';
import { fitting, sizesOf, totalOf, type Header, type Original, type Sizes } from '../domain/original.ts';
import type { Collections, ManifestDoc, QuarantineDoc } from './documents.ts';
import { laneId, padded } from './ids.ts';

const topic = topics.portTransactionsDeadLetters;

/** What is needed of a producer. */
export type Sender = Pick<RecordProducer, 'send'>;

/** Room for what a dead letter says of its record, a reason of 1,000 characters included. */
const SAID_BYTES = 8 * 1024;

/** The documents of what a stretch of a lane's log has set aside. */
function setAsideIn(lane: string, manifests: readonly ManifestDoc[]) {
  return { _id: { $gte: manifests[0]!._id, $lt: laneId(lane, padded(manifests.at(-1)!.nextOffset)) } };
}

/**
 * Asked before anything of a stretch is sent: what can't be sent whole would be repeated in part for as long as it stands.
 * @throws LandfallError QUARANTINE_INCOMPLETE when the manifests name what is not there
 */
export async function assertComplete(
  { quarantine }: Pick<Collections, 'quarantine'>,
  lane: string,
  manifests: readonly ManifestDoc[],
): Promise<void> {
  const named = manifests.reduce((sum, { quarantined }) => sum + quarantined.length, 0);
  if (named === 0) return;
  const found = await quarantine.countDocuments(setAsideIn(lane, manifests));
  if (found === named) return;
  throw new LandfallError('QUARANTINE_INCOMPLETE', `${lane} names ${named} records set aside, ${found} are there.`);
}

/** Publishes what a stretch of a lane's log has set aside, in order, one record a record. */
export async function publishDeadLetters(
  { quarantine }: Pick<Collections, 'quarantine'>,
  producer: Sender,
  lane: string,
  manifests: readonly ManifestDoc[],
): Promise<void> {
  if (manifests.every(({ quarantined }) => quarantined.length === 0)) return;
  const { partition } = laneNameOf(lane);
  const portions = new Portions(producer);
  for await (const doc of quarantine.find(setAsideIn(lane, manifests)).sort({ _id: 1 })) {
    const { fits, ...record } = deadLetterOf(lane, doc);
    await portions.add({ ...record, partition }, SAID_BYTES + framing(fits) + totalOf(sizesOf(fits)));
  }
  await portions.flush();
}

/** The record as it came, what of it fits, with headers that say where it was and why it was set aside. */
export function deadLetterOf(lane: string, doc: QuarantineDoc): OutgoingRecord & { readonly fits: Original } {
  const fits = fitting(doc, topic.maxRecordBytes - SAID_BYTES - framing(doc));
  return {
    fits,
    key: fits.key,
    value: fits.value,
    headers: {
      ...toHeaders(fits.headers),
      'landfall-code': doc.code,
      'landfall-reason': doc.reason,
      'landfall-lane': lane,
      'landfall-offset': String(doc.offset),
      'landfall-timestamp': new Date(doc.timestamp).toISOString(),
      ...leftOut(doc.sizes, sizesOf(fits)),
    },
  };
}

/** Each header takes some bytes besides name and value. */
const HEADER_BYTES = 10;
const framing = ({ headers }: Pick<Original, 'headers'>): number => headers.length * HEADER_BYTES;

/** A header without a value gets an empty one: kafkajs sends no other. */
export function toHeaders(headers: readonly Header[]): Record<string, Buffer | Buffer[]> {
  const byName = Map.groupBy(headers, ({ name }) => name);
  return Object.fromEntries(
    [...byName].map(([name, all]) => {
      const values = all.map(({ value }) => value ?? Buffer.alloc(0));
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
}

/** How many bytes there were, of each part that does not fit: the store has them. */
const leftOut = (whole: Sizes, fits: Sizes): Record<string, string> =>
  Object.fromEntries(
    (['key', 'headers', 'value'] as const)
      .filter((part) => fits[part] < whole[part])
      .map((part) => [`landfall-${part}-bytes`, String(whole[part])]),
  );

/** Gathers records up to the topic's limit, headers included, and sends them on in order. */
class Portions {
  readonly #producer: Sender;
  #portion: OutgoingRecord[] = [];
  #bytes = 0;

  constructor(producer: Sender) {
    this.#producer = producer;
  }

  async add(record: OutgoingRecord, bytes: number): Promise<void> {
    if (this.#bytes + bytes > topic.maxRecordBytes) await this.flush();
    this.#portion.push(record);
    this.#bytes += bytes;
  }

  async flush(): Promise<void> {
    const portion = this.#portion;
    this.#portion = [];
    this.#bytes = 0;
    await this.#producer.send(topic, portion);
  }
}
