import { crc32c } from '../crc32c.ts';

export type TestRecord = {
  readonly key?: string;
  readonly value?: Buffer | null;
  readonly headers?: readonly (readonly [string, string | null])[];
  /** By default its place in the batch. */
  readonly delta?: number;
};
export type TestBatch = {
  readonly baseOffset: number;
  readonly records?: readonly TestRecord[];
  readonly attributes?: number;
  /** When records at the end were compacted away. */
  readonly lastOffset?: number;
  readonly producerId?: number;
  readonly compress?: (bytes: Buffer) => Buffer;
  readonly count?: number;
};
export type TestPartition = {
  readonly partition: number;
  readonly set: Buffer;
  readonly highWatermark?: number;
  readonly aborted?: readonly { producerId: number; firstOffset: number }[];
};

export const BASE_TIME = 1_700_000_000_000;

const int = (bytes: 1 | 2 | 4, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};
const long = (value: number): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(BigInt(value));
  return buffer;
};
const text = (value: string): Buffer => Buffer.concat([int(2, Buffer.byteLength(value)), Buffer.from(value)]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push(rest % 0x80 | 0x80);
  return Buffer.from([...bytes, rest]);
}
const field = (bytes: Buffer | null): Buffer =>
  bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);

function recordBytes({ key = '', value = null, headers = [], ...given }: TestRecord, place: number): Buffer {
  const { delta = place } = given;
  const carried = headers.flatMap(([name, content]) => [
    field(Buffer.from(name)),
    field(content === null ? null : Buffer.from(content)),
  ]);
  const keyBytes = key === '' ? null : Buffer.from(key);
  const body = [int(1, 0), varint(delta), varint(delta), field(keyBytes), field(value), varint(headers.length)];
  return field(Buffer.concat([...body, ...carried]));
}

/** Very many records without key, value and headers, in little time. */
export function bareRecords(count: number): Buffer {
  const bytes: number[] = [];
  for (let place = 0; place < count; place++) {
    const delta = varint(place);
    bytes.push(2 * (5 + delta.length), 0, 0, ...delta, 1, 1, 0);
  }
  return Buffer.from(bytes);
}

/** A record batch of format 2 as a producer and a broker would write it, checksum included. */
export function batchBytes(batch: TestBatch): Buffer {
  const { baseOffset, records = [], attributes = 0, producerId = -1, compress = (bytes) => bytes } = batch;
  const last = (batch.lastOffset ?? baseOffset + records.length - 1) - baseOffset;
  const body = compress(Buffer.concat(records.map(recordBytes)));
  const times = [long(BASE_TIME), long(BASE_TIME + records.length)];
  const counted = int(4, batch.count ?? records.length);
  const covered = [int(2, attributes), int(4, last), ...times, long(producerId), int(2, 0), int(4, 0), counted, body];
  const checked = Buffer.concat(covered);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32c(checked));
  const framed = Buffer.concat([int(4, 0), int(1, 2), crc, checked]);
  return Buffer.concat([long(baseOffset), int(4, framed.length), framed]);
}

/** A fetch response of version 11 with one topic. */
export function responseBytes(topic: string, partitions: readonly TestPartition[]): Buffer {
  const parts = partitions.map(({ partition, set, highWatermark = 1_000_000, aborted = [] }) => {
    const marks = aborted.flatMap(({ producerId, firstOffset }) => [long(producerId), long(firstOffset)]);
    const place = [int(4, partition), int(2, 0), long(highWatermark), long(highWatermark), long(0)];
    return Buffer.concat([...place, int(4, aborted.length), ...marks, int(4, -1), int(4, set.length), set]);
  });
  const head = [int(4, 0), int(2, 0), int(4, 0), int(4, 1), text(topic), int(4, parts.length)];
  return Buffer.concat([...head, ...parts]);
}
