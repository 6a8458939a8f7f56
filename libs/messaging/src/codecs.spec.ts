import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import { codecs } from './codecs.ts';

const records = Buffer.from('a record after another. '.repeat(200));

/** As Java's producers write snappy: a header, two version numbers, then blocks with their length. */
function xerial(bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  const blocks = [bytes.subarray(0, middle), bytes.subarray(middle)].map((block) =>
    Buffer.from(snappy.compress(block)),
  );
  const header = Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1');
  return Buffer.concat([header, ...blocks.flatMap((block) => [lengthOf(block), block])]);
}

function lengthOf(block: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(block.length);
  return length;
}

describe('codecs', () => {
  const all: [string, number, (bytes: Buffer) => Buffer][] = [
    ['gzip', 1, (bytes) => gzipSync(bytes)],
    ['snappy', 2, (bytes) => Buffer.from(snappy.compress(bytes))],
    ["Java's snappy", 2, xerial],
    ['lz4', 3, (bytes) => Buffer.from(lz4.compress(bytes))],
    ['zstd', 4, (bytes) => zstdCompressSync(bytes)],
  ];

  it.each(all)('read %s', async (_, number, compress) => {
    expect((await codecs[number]!(compress(records), 8 * 1024 * 1024)).equals(records)).toBe(true);
  });

  it.each(all)('refuse %s that expands beyond the limit', async (_, number, compress) => {
    const bomb = compress(Buffer.alloc(5_000_000));
    await expect((async () => codecs[number]!(bomb, 4_000_000))()).rejects.toThrow();
  });
});
