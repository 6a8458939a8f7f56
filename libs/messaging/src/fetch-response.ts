import { LandfallError } from '@landfall/errors';
import type { KafkaMessage } from 'kafkajs';
import { ByteReader } from './byte-reader.ts';
import { isMemoryShort, memoryShort } from './memory-short.ts';
import {
  abortsTransaction,
  BATCH_COST_LIMIT,
  corrupt,
  isControl,
  isTransactional,
  newestTime,
  nextBatch,
  recordsOf,
  type RecordBatch,
} from './record-batch.ts';

/** What stands in for records that are not there, or not to be read. */
export type Sign =
  /**
   * What follows on the log is damaged as it came, or there was no memory for it now. `early`: perhaps it is whole, and was
   * appended while the broker answered.
   */
  | { readonly corrupt: LandfallError; readonly early?: true }
  /** Nothing up to here: records that were aborted or compacted, or marks of a transaction. */
  | 'passed'
  /** A batch that is as its producer wrote it and yet cannot be read: its bytes are the value. */
  | { readonly unread: string };

export const SIGN = Symbol('landfall.sign');
export type FetchedMessage = KafkaMessage & { readonly [SIGN]?: Sign };

type Partition = { messages: FetchedMessage[]; partition: number; errorCode: number; highWatermark: string };
/** The shape of kafkajs' own decoder. */
export type FetchResponse = {
  throttleTime: number;
  clientSideThrottleTime?: number;
  responses: { topicName: string; partitions: Partition[] }[];
};
type Aborted = { readonly producerId: string; readonly firstOffset: number };
/** What the records of one response, and of one batch, may take in memory. */
type Budget = { left: number; readonly most: number };

/** Above any offset, so that kafkajs hands it on with whatever it asked for. */
const BEYOND = '9223372036854775807';

/**
 * Decodes a fetch response, versions 4 to 11 (https://kafka.apache.org/protocol#The_Messages_Fetch), as kafkajs does, and
 * also checks what kafkajs does not: checksums, and what a batch may take in memory. It never fails for one partition's
 * records: a sign at their end says what is the matter.
 * @throws LandfallError FETCH_UNREADABLE (retryable)
 */
export async function decodeFetchResponse(
  raw: Buffer,
  version: number,
  most = BATCH_COST_LIMIT,
): Promise<FetchResponse> {
  const reader = new ByteReader(raw);
  const budget = { left: most, most };
  try {
    const throttleTime = reader.int32();
    // Error and session, which kafkajs does not use.
    if (version >= 7) reader.take(6);
    const responses = await list(reader, async () => ({
      topicName: reader.string(),
      partitions: await list(reader, () => readPartition(reader, version, budget)),
    }));
    return version >= 8
      ? { throttleTime: 0, clientSideThrottleTime: throttleTime, responses }
      : { throttleTime, responses };
  } catch (cause) {
    throw new LandfallError('FETCH_UNREADABLE', "The broker's answer to a fetch cannot be read.", {
      retryable: true,
      cause,
    });
  }
}

async function list<T>(reader: ByteReader, read: () => Promise<T>): Promise<T[]> {
  const items: T[] = [];
  for (let left = reader.int32(); left > 0; left--) items.push(await read());
  return items;
}

async function readPartition(reader: ByteReader, version: number, budget: Budget): Promise<Partition> {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = reader.int64();
  const lastStableOffset = reader.int64();
  const lastStartOffset = version >= 5 ? reader.int64() : '-1';
  const aborted = await list(reader, () => Promise.resolve(readAborted(reader)));
  const preferredReadReplica = version >= 11 ? reader.int32() : -1;
  // A copy: a lane that stands keeps the records that wait, not all that came with them for other lanes.
  const set = Buffer.from(reader.take(Math.max(0, reader.int32())));
  const messages = await readSet(set, { end: Number(highWatermark), aborted, budget });
  // What was aborted is dropped here, batch by batch.
  const rest = { lastStableOffset, lastStartOffset, preferredReadReplica, abortedTransactions: [] };
  return { partition, errorCode, highWatermark, messages, ...rest };
}

const readAborted = (reader: ByteReader): Aborted => ({
  producerId: reader.int64(),
  firstOffset: Number(reader.int64()),
});

type Scope = { readonly end: number; readonly aborted: readonly Aborted[]; readonly budget: Budget };

/** The records of a partition's part of the response, up to what is damaged or more than memory is there for. */
async function readSet(set: Buffer, { end, aborted, budget }: Scope): Promise<FetchedMessage[]> {
  const messages: FetchedMessage[] = [];
  const isAborted = abortedBatches(aborted);
  let last = '-1';
  try {
    for (const batch of batchesOf(set)) {
      if (batch.lastOffset >= end) return [...messages, sign(BEYOND, beyondLog())];
      if (budget.left <= 0) break;
      if (!(await isAborted(batch))) budget.left -= await readInto(messages, batch, budget.most);
      last = String(batch.lastOffset);
    }
  } catch (error) {
    if (!(error instanceof LandfallError)) throw error;
    messages.push(sign(BEYOND, { corrupt: error }));
    return messages;
  }
  return upTo(last, messages);
}

/** No checksum covers an offset. But a broker looks up where its log ends before it reads: it may have grown meanwhile. */
const beyondLog = (): Sign => ({ corrupt: corrupt('its offset lies beyond the log'), early: true });

/** Without a sign kafkajs would ask for offsets that brought no record again and again. */
function upTo(last: string, messages: FetchedMessage[]): FetchedMessage[] {
  if (last !== '-1' && messages.at(-1)?.offset !== last) messages.push(sign(last, 'passed'));
  return messages;
}

/** @throws LandfallError CORRUPT_BATCH, also for offsets that do not rise */
function* batchesOf(set: Buffer): Generator<RecordBatch> {
  let last = -1;
  for (let batch = nextBatch(set, 0); batch !== undefined; batch = nextBatch(set, batch.end)) {
    const { baseOffset, lastOffset } = batch;
    if (baseOffset <= last || lastOffset < baseOffset) throw corrupt('its offset does not fit');
    yield batch;
    last = batch.lastOffset;
  }
}

/** One sign stands for all of a batch, at its last offset. */
const coverOf = ({ baseOffset, lastOffset }: RecordBatch): string =>
  `The batch covers the offsets ${baseOffset} to ${lastOffset}.`;

/**
 * Adds a batch's records, or the batch itself when it cannot be read; answers what they cost in memory.
 * @throws LandfallError MEMORY_SHORT (retryable): a good batch must not be set aside for that
 */
async function readInto(messages: FetchedMessage[], batch: RecordBatch, most: number): Promise<number> {
  try {
    const { messages: read, cost } = await recordsOf(batch, most);
    for (const message of read) messages.push(message);
    return cost;
  } catch (error) {
    if (isMemoryShort(error)) throw memoryShort(error);
    const unread = `${error instanceof Error ? error.message : String(error)} ${coverOf(batch)}`;
    const whole = { value: batch.bytes, timestamp: String(newestTime(batch)) };
    messages.push({ ...sign(String(batch.lastOffset), { unread }), ...whole });
    // Dear, so that a response is not spent on expanding one such batch after another.
    return most / 8;
  }
}

/** Tells batches that nobody is to see: of aborted transactions, and the marks at a transaction's end. */
function abortedBatches(aborted: readonly Aborted[]): (batch: RecordBatch) => Promise<boolean> {
  const coming = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const producers = new Set<string>();
  return async (batch) => {
    while (coming.length > 0 && coming[0]!.firstOffset <= batch.lastOffset) producers.add(coming.shift()!.producerId);
    if (!isControl(batch)) return isTransactional(batch) && producers.has(batch.producerId);
    if (await abortsTransaction(batch)) producers.delete(batch.producerId);
    return true;
  };
}

const sign = (offset: string, what: Sign): FetchedMessage => ({
  offset,
  timestamp: '0',
  key: null,
  value: null,
  headers: {},
  attributes: 0,
  [SIGN]: what,
});
