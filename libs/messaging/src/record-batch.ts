import { LandfallError } from '@landfall/errors';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { noHeaders } from './batch.ts';
import { ByteReader } from './byte-reader.ts';
import { codecs } from './codecs.ts';
import { crc32c } from './crc32c.ts';

/** Where the fields of a record batch begin (format 2, https://kafka.apache.org/documentation/#recordbatch). */
const AT = { length: 8, magic: 16, crc: 17, attributes: 21, lastDelta: 23, baseTime: 27, maxTime: 35, producer: 43 };
const COUNT_AT = 57;
const RECORDS_AT = 61;
/** The base offset and the length, which `length` does not count. */
const BEFORE_LENGTH_ENDS = 12;

const CODEC = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** A record in memory costs more than its bytes: objects for it, its key and its value. */
const RECORD_COST = 512;
/** Nothing of ours reads so many; a few bytes may claim millions. */
const MAX_HEADERS = 256;
/** What one batch may take in memory. Brokers take batches of about 1 MB, however far they expand. */
export const BATCH_COST_LIMIT = 128 * 1024 * 1024;

/** One record batch as it lies in a partition's part of a fetch; `end` is where the next one begins. */
export type RecordBatch = {
  readonly bytes: Buffer;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly end: number;
  readonly attributes: number;
  readonly producerId: string;
  readonly count: number;
};

export const isControl = ({ attributes }: RecordBatch): boolean => (attributes & CONTROL) !== 0;
export const isTransactional = ({ attributes }: RecordBatch): boolean => (attributes & TRANSACTIONAL) !== 0;

/**
 * The batch that begins at `at`, undefined where it is not there as a whole: brokers cut a fetch at its size, never its
 * first batch.
 * @throws LandfallError CORRUPT_BATCH (retryable) when its checksum or its frame is not what it should be
 */
export function nextBatch(set: Buffer, at: number): RecordBatch | undefined {
  if (set.length - at < BEFORE_LENGTH_ENDS) return undefined;
  const end = at + BEFORE_LENGTH_ENDS + set.readInt32BE(at + AT.length);
  if (end > set.length && at > 0) return undefined;
  if (end > set.length || end < at + RECORDS_AT) throw corrupt('its length does not fit');
  const bytes = set.subarray(at, end);
  if (bytes[AT.magic] !== 2) throw corrupt(`its format is ${bytes[AT.magic]}, not 2`);
  if (crc32c(bytes, AT.attributes) !== bytes.readUInt32BE(AT.crc)) throw corrupt('its checksum does not fit');
  const baseOffset = Number(bytes.readBigInt64BE(0));
  return {
    bytes,
    baseOffset,
    lastOffset: baseOffset + bytes.readInt32BE(AT.lastDelta),
    end,
    attributes: bytes.readInt16BE(AT.attributes),
    producerId: bytes.readBigInt64BE(AT.producer).toString(),
    count: bytes.readInt32BE(COUNT_AT),
  };
}

export const corrupt = (why: string): LandfallError =>
  new LandfallError('CORRUPT_BATCH', `A batch of records is not as it was written: ${why}.`, {
    retryable: true,
    hint: 'It is fetched again. If it stays so, the bytes on the broker are damaged: restore the partition from a replica.',
  });

/**
 * The records of a batch, and what they cost in memory.
 * @throws Error when the batch, though as its producer wrote it, cannot be read or would take more than `most`
 */
export async function recordsOf(batch: RecordBatch, most: number): Promise<{ messages: KafkaMessage[]; cost: number }> {
  const limit = most - batch.count * RECORD_COST;
  if (batch.count < 0 || limit < 0) throw new Error(`It has ${batch.count} records, more than are taken at once.`);
  const reader = await bodyOf(batch, limit);
  const messages: KafkaMessage[] = [];
  let next = batch.baseOffset;
  for (let left = batch.count; left > 0; left--) {
    const message = readRecord(reader, batch);
    next = offsetAfter(Number(message.offset), next, batch.lastOffset);
    messages.push(message);
  }
  if (reader.at !== reader.end) throw new Error('Bytes are left over after its last record.');
  return { messages, cost: reader.end + batch.count * RECORD_COST };
}

/** Brokers believe what a producer says of the offsets inside a batch; gaps are of records that were compacted away. */
function offsetAfter(offset: number, next: number, last: number): number {
  if (offset >= next && offset <= last) return offset + 1;
  throw new Error(`A record says that it has offset ${offset} where ${next} to ${last} are left.`);
}

async function bodyOf({ bytes, attributes }: RecordBatch, limit: number): Promise<ByteReader> {
  const number = attributes & CODEC;
  if (number === 0) return new ByteReader(bytes, RECORDS_AT);
  const expand = codecs[number];
  if (expand === undefined) throw new Error(`Its compression, number ${number}, is not known.`);
  return new ByteReader(await expand(bytes.subarray(RECORDS_AT), limit));
}

function readRecord(reader: ByteReader, { bytes, baseOffset, attributes }: RecordBatch): KafkaMessage {
  const length = reader.varint();
  const end = reader.at + length;
  // Attributes of a record, of no use yet.
  reader.take(1);
  const sinceBase = reader.varint();
  const timestamp = attributes & APPEND_TIME ? timeAt(bytes, AT.maxTime) : timeAt(bytes, AT.baseTime) + sinceBase;
  const offset = baseOffset + reader.varint();
  const key = reader.field();
  const value = reader.field();
  const headers = readHeaders(reader);
  if (reader.at !== end) throw new Error('A record is longer or shorter than it says.');
  return { timestamp: String(timestamp), offset: String(offset), key, value, headers, attributes: 0 };
}

const timeAt = (bytes: Buffer, at: number): number => Number(bytes.readBigInt64BE(at));

function readHeaders(reader: ByteReader): IHeaders {
  const count = reader.varint();
  if (count <= 0) return noHeaders;
  // Without a prototype, since a producer chooses the names.
  const headers = Object.create(null) as ReadHeaders;
  for (let i = 0; i < count; i++) {
    const name = reader.field();
    const value = reader.field();
    if (i < MAX_HEADERS && name !== null) add(headers, name.toString('utf8'), value);
  }
  return headers as IHeaders;
}

/** kafkajs' decoder knows headers without a value, its types don't. */
type ReadHeaders = Record<string, Buffer | null | (Buffer | null)[]>;

function add(headers: ReadHeaders, name: string, value: Buffer | null): void {
  const before = headers[name];
  if (before === undefined) headers[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else headers[name] = [before, value];
}

/** When the batch was appended or its newest record made, in milliseconds since 1970-01-01 UTC. */
export const newestTime = ({ bytes }: RecordBatch): number => timeAt(bytes, AT.maxTime);

/**
 * Whether a control batch ends its producer's transaction as aborted: 0 in the second half of its record's key. Without
 * a record, as compaction leaves it, it ends nothing.
 */
export async function abortsTransaction(batch: RecordBatch): Promise<boolean> {
  if (batch.count === 0) return false;
  const key = await recordsOf(batch, BATCH_COST_LIMIT).then(
    ({ messages }) => messages[0]?.key,
    () => undefined,
  );
  if (!key || key.length < 4) throw corrupt('its mark of a transaction cannot be read');
  return key.readInt16BE(2) === 0;
}
