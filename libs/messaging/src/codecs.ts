import { promisify } from 'node:util';
import { unzip, zstdDecompress } from 'node:zlib';
import lz4 from 'lz4js';
import snappy from 'snappyjs';

/** Answers at most `limit` bytes, and throws where there would be more: few bytes may claim to be gigabytes. */
type Expand = (bytes: Buffer, limit: number) => Promise<Buffer>;

/** Java's snappy stream: this header, two version numbers (4 bytes each), then blocks with their length (4 bytes). */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;

/** How much zlib gives at a time: each piece is a turn of a thread, and a batch is larger than the 16 kB of its default. */
const chunkSize = 256 * 1024;

const inflate = promisify(unzip) as (bytes: Buffer, options: object) => Promise<Buffer>;
const unzstd = promisify(zstdDecompress) as (bytes: Buffer, options: object) => Promise<Buffer>;

/** By the number in a record batch's attributes. Foreign producers and brokers may use any of them; ours use none. */
export const codecs: Readonly<Record<number, Expand>> = {
  1: (bytes, maxOutputLength) => inflate(bytes, { maxOutputLength, chunkSize }),
  2: (bytes, limit) => Promise.resolve(unsnappy(bytes, limit)),
  3: (bytes, limit) => Promise.resolve(unlz4(bytes, limit)),
  4: (bytes, maxOutputLength) => unzstd(bytes, { maxOutputLength, chunkSize }),
};

function unlz4(bytes: Buffer, limit: number): Buffer {
  // What the blocks may hold at most, or the length that the frame claims.
  const bound = lz4.decompressBound(bytes);
  if (!(bound <= limit)) throw tooLong(limit);
  return inPlace(lz4.decompress(bytes, bound));
}

function unsnappy(bytes: Buffer, limit: number): Buffer {
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) return inPlace(snappy.uncompress(bytes, limit));
  const blocks: Uint8Array[] = [];
  let left = limit;
  for (let at = XERIAL_HEADER; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const block = snappy.uncompress(bytes.subarray(at + 4, at + 4 + length), left);
    left -= block.length;
    blocks.push(block);
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

const inPlace = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

const tooLong = (limit: number): Error => new Error(`It expands to more than ${limit} bytes.`);
