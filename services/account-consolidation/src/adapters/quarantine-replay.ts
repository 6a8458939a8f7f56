import { LandfallError } from '@landfall/errors';
import { topics } from '@landfall/events';
import type { OutgoingRecord } from '@landfall/messaging';
import { laneNameOf } from '../domain/lane-name.ts';
import { totalOf } from '../domain/original.ts';
import { coordinateOf, REPLAY_OF } from '../domain/settlements.ts';
import { toHeaders, type Sender } from './dead-letters.ts';
import type { Collections, QuarantineDoc } from './documents.ts';
import { portionsOf } from './portions.ts';
import { quarantineId } from './quarantine-documents.ts';
import { notFound } from './quarantine-log.ts';

const topic = topics.portTransactions;
/** Records that are read from the store at a time. */
const AT_A_TIME = 50;
/** Around a record and its headers. */
const FRAMING_BYTES = 1_000;

type Place = { readonly lane: string; readonly offset: number };
export type Replay = Place & ({ readonly replayOffset: number } | { readonly refusal: LandfallError });

type Ready = Place & { readonly record: OutgoingRecord; readonly bytes: number };

/**
 * Publishes records that were set aside once more, in the order given: key, value and headers as they came, into the lane
 * where they were, with a header that says what they repeat. Each answer says where the record went, or why it did not go.
 * Sent twice it is consumed twice: the second one is a duplicate, or set aside once more.
 * @throws LandfallError KAFKA_UNAVAILABLE when the broker did not acknowledge; what was answered before is published
 */
export async function* replayQuarantined(
  { quarantine }: Pick<Collections, 'quarantine'>,
  producer: Sender,
  places: readonly Place[],
): AsyncGenerator<Replay> {
  for (let start = 0; start < places.length; start += AT_A_TIME) {
    const ready: Ready[] = [];
    for (const { lane, offset } of places.slice(start, start + AT_A_TIME)) {
      const doc = await quarantine.findOne({ _id: quarantineId(lane, offset) });
      const refusal = refusalOf(lane, offset, doc);
      if (refusal) yield { lane, offset, refusal };
      else ready.push({ lane, offset, ...toRecord(lane, doc!) });
    }
    yield* send(producer, ready);
  }
}

async function* send(producer: Sender, ready: readonly Ready[]): AsyncGenerator<Replay> {
  for (const portion of portionsOf(ready, topic.maxRecordBytes, ({ bytes }) => bytes)) {
    const records = portion.map(({ record }) => record);
    const acknowledged = await producer.send(topic, records);
    yield* portion.map(({ lane, offset }, i) => ({ lane, offset, replayOffset: acknowledged[i]!.offset }));
  }
}

/** Why a record can't be replayed; undefined where it can. */
export function refusalOf(lane: string, offset: number, doc: QuarantineDoc | null): LandfallError | undefined {
  if (doc === null) return notFound(lane, offset);
  if (doc.settledBy !== undefined)
    return new LandfallError('QUARANTINE_SETTLED', `It was settled by the record at offset ${doc.settledBy}.`);
  const { generation } = laneNameOf(lane);
  if (generation !== topic.generation)
    return new LandfallError('UNKNOWN_LANE', `${lane} is of generation ${generation} of its topic, which is over.`);
  if (doc.code === 'BATCH_UNREADABLE')
    return new LandfallError(
      'NOT_A_RECORD',
      'It is a whole batch of records that could not be read: have its producer send them again.',
    );
  const { key, value } = doc.sizes;
  if (key + value <= topic.maxRecordBytes && bytesOf(doc) <= Number(topic.config['max.message.bytes']))
    return undefined;
  return new LandfallError(
    'RECORD_TOO_LARGE',
    `It has ${totalOf(doc.sizes)} bytes: it came in compressed, and Landfall compresses no records.`,
  );
}

const bytesOf = ({ sizes, headers }: QuarantineDoc): number => totalOf(sizes) + FRAMING_BYTES + 10 * headers.length;

/** A record that fits into the topic fits into its document, so it is whole there. */
const toRecord = (lane: string, doc: QuarantineDoc): Pick<Ready, 'record' | 'bytes'> => ({
  bytes: bytesOf(doc),
  record: {
    key: doc.key,
    value: doc.value,
    headers: { ...toHeaders(doc.headers), [REPLAY_OF]: coordinateOf(lane, doc.offset) },
    partition: laneNameOf(lane).partition,
  },
});
