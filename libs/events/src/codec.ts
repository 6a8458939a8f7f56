import { isDeepStrictEqual } from 'node:util';
import { LandfallError } from '@landfall/errors';
import type avro from 'avsc';
import { parseBounded } from './bounded-types.ts';
import { catalogue } from './generated/catalogue.ts';
import type { LandfallRecord } from './generated/types.ts';

/**
 * Confluent's wire format: magic 0, the schema's id (4 bytes, big-endian), the Avro body.
 * https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/
 */
const HEADER = 5;
const MAGIC = 0;

type Writer = { readonly id: number; readonly type: avro.Type };
type Reader = { readonly name: string; readonly type: avro.Type; readonly resolver: avro.Resolver | undefined };

const latest = new Map<string, Writer>();
const writers = new Map<string, Writer>();
const readers = new Map<number, Reader>();
for (const { id, version, schema } of [...catalogue].sort((a, b) => b.version - a.version)) {
  const type = parseBounded(schema);
  const newest = latest.get(schema.name) ?? { id, type };
  latest.set(schema.name, newest);
  writers.set(`${schema.name} v${version}`, { id, type });
  const resolver = newest.type === type ? undefined : newest.type.createResolver(type);
  readers.set(id, { name: schema.name, type: newest.type, resolver });
}

let buffer = Buffer.allocUnsafe(64 * 1024);

/**
 * Encodes a record with the newest version of its schema, framed.
 * @throws LandfallError RECORD_INVALID when a field is not what the schema says, VALUE_OUT_OF_RANGE for a number beyond
 * 2^52 (money is in cents: 45 trillion dollars), TOO_MANY_ITEMS for a list that no reader would take
 */
export function encodeRecord(record: LandfallRecord): Buffer {
  const writer = latest.get(record.type);
  if (writer === undefined) throw new LandfallError('RECORD_INVALID', `${record.type} is not in the catalogue.`);
  return encodeWith(writer, record);
}

/**
 * Encodes a record with a given version of its schema, framed: what a producer writes that was not brought up to date yet.
 * It costs several times `encodeRecord`.
 * @throws LandfallError RECORD_INVALID when there is no such version, or when the record says what that version has no
 * field or symbol for; else as `encodeRecord`
 */
export function encodeRecordAs(record: LandfallRecord, version: number): Buffer {
  const writer = writers.get(`${record.type} v${version}`);
  if (writer === undefined) {
    throw new LandfallError('RECORD_INVALID', `${record.type} version ${version} is not in the catalogue.`);
  }
  const bytes = encodeWith(writer, record);
  const lost = differing(decodeRecord(encodeRecord(record)), decodeRecord(bytes));
  if (lost.length === 0) return bytes;
  throw new LandfallError('RECORD_INVALID', `${record.type} version ${version} cannot hold ${lost.join(', ')}.`);
}

const differing = (meant: object, written: object): string[] => {
  const read = written as Record<string, unknown>;
  return Object.entries(meant).flatMap(([name, value]) => (isDeepStrictEqual(value, read[name]) ? [] : [name]));
};

function encodeWith(writer: Writer, record: LandfallRecord): Buffer {
  const end = encodeInto(writer, record);
  buffer.writeUInt8(MAGIC, 0);
  buffer.writeUInt32BE(writer.id, 1);
  return Buffer.from(buffer.subarray(0, end));
}

/** Encodes into the reused buffer, growing it once to what the record needs; answers where the record ends. */
function encodeInto({ type }: Writer, record: LandfallRecord): number {
  try {
    const end = type.encode(record, buffer, HEADER);
    if (end > 0) return end;
    // A negative answer says by how many bytes the buffer was too short.
    buffer = Buffer.allocUnsafe(2 * (buffer.length - end));
    return type.encode(record, buffer, HEADER);
  } catch (cause) {
    if (cause instanceof LandfallError) throw cause;
    throw new LandfallError('RECORD_INVALID', `A ${record.type} does not fit its schema: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/**
 * Decodes a framed record, whatever version it was written with, into the newest version.
 * @throws LandfallError UNKNOWN_SCHEMA (retryable: the catalogue may be older than the producer), UNDECODABLE_RECORD
 */
export function decodeRecord(bytes: Buffer): LandfallRecord {
  const reader = readerOf(bytes);
  const { value, offset } = read(reader, bytes);
  if (offset !== bytes.length) throw undecodable(reader, offset < 0 ? 'they end too early' : 'bytes are left over');
  value.type = reader.name;
  return value as LandfallRecord;
}

function read(reader: Reader, bytes: Buffer): { value: { type?: string }; offset: number } {
  try {
    return reader.type.decode(bytes, HEADER, reader.resolver);
  } catch (cause) {
    throw undecodable(reader, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const undecodable = ({ name }: Reader, why: string, cause?: unknown): LandfallError =>
  new LandfallError('UNDECODABLE_RECORD', `The bytes are no ${name}: ${why}.`, { cause });

function readerOf(bytes: Buffer): Reader {
  if (bytes.length < HEADER || bytes[0] !== MAGIC) {
    throw new LandfallError(
      'UNDECODABLE_RECORD',
      'The record does not begin with 0 and a schema id (Confluent wire format).',
    );
  }
  const id = bytes.readUInt32BE(1);
  const reader = readers.get(id);
  if (reader === undefined) {
    throw new LandfallError('UNKNOWN_SCHEMA', `Schema id ${id} is not in the catalogue.`, {
      retryable: true,
      details: { id },
    });
  }
  return reader;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
