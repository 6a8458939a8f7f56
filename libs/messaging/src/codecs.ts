import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { LandfallError } from '@landfall/errors';
import kafkajs, { CompressionTypes } from 'kafkajs';
import lz4 from 'lz4js';
import snappy from 'snappyjs';

type Decompress = (buffer: Buffer) => Promise<Buffer>;

/** Java's snappy stream: this header, two version numbers (4 bytes each), then blocks with their length (4 bytes). */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = 16;

/**
 * Registers snappy, lz4 and zstd. Without them one compressed record of a foreign producer ends the consumer for good.
 */
export function registerCodecs(): void {
  register(CompressionTypes.Snappy, (buffer) => Promise.resolve(unsnappy(buffer)));
  register(CompressionTypes.LZ4, (buffer) => Promise.resolve(Buffer.from(lz4.decompress(buffer))));
  register(CompressionTypes.ZSTD, promisify(zstdDecompress));
}

/** Our own producers send what they have as it is; only foreign ones compress. */
const compress = (): Promise<never> =>
  Promise.reject(new LandfallError('NOT_SUPPORTED', 'Landfall compresses no records.'));

const register = (type: CompressionTypes, decompress: Decompress): void => {
  (kafkajs.CompressionCodecs as Record<number, () => object>)[type] = () => ({ compress, decompress });
};

function unsnappy(buffer: Buffer): Buffer {
  if (!buffer.subarray(0, XERIAL.length).equals(XERIAL)) return Buffer.from(snappy.uncompress(buffer));
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER; at < buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    blocks.push(Buffer.from(snappy.uncompress(buffer.subarray(at + 4, at + 4 + length))));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}
