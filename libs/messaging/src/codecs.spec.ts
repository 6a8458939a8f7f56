import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import kafkajs, { CompressionTypes } from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import { registerCodecs } from './codecs.ts';

const records = Buffer.from('a record after another. '.repeat(200));

/** As Java's producers write snappy: a header, two version numbers, then blocks with their length. */
function xerial(bytes: Buffer): Buffer {
  const blocks = [bytes.subarray(0, 1_000), bytes.subarray(1_000)].map((block) => Buffer.from(snappy.compress(block)));
  const header = Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1');
  return Buffer.concat([header, ...blocks.flatMap((block) => [lengthOf(block), block])]);
}

function lengthOf(block: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(block.length);
  return length;
}

describe('codecs', () => {
  registerCodecs();
  // kafkajs looks codecs up by the number in a batch's attributes.
  const codecs = kafkajs.CompressionCodecs as unknown as Record<
    number,
    () => { decompress: (bytes: Buffer) => Promise<Buffer> }
  >;

  it.each([
    ['gzip', CompressionTypes.GZIP, gzipSync(records)],
    ['snappy', CompressionTypes.Snappy, Buffer.from(snappy.compress(records))],
    ["Java's snappy", CompressionTypes.Snappy, xerial(records)],
    ['lz4', CompressionTypes.LZ4, Buffer.from(lz4.compress(records))],
    ['zstd', CompressionTypes.ZSTD, zstdCompressSync(records)],
  ])('read %s', async (_, type, compressed) => {
    expect((await codecs[type]!().decompress(compressed)).equals(records)).toBe(true);
  });
});
