import { LandfallError } from '@landfall/errors';
import type { Changes, Quarantined } from '../domain/consolidate.ts';
import { fitting, sizesOf, totalOf, type Original, type Sizes } from '../domain/original.ts';
import type { Collections, QuarantineDoc, QuarantinePartDoc } from './documents.ts';
import { laneId, padded, startsWith } from './ids.ts';
import { fromFrame, toFrame } from './original-frame.ts';

const MEBIBYTE = 1024 * 1024;
/** A record of up to so many bytes stands in its document, half of what MongoDB takes. */
const INLINE_BYTES = 8 * MEBIBYTE;
const PART_BYTES = 8 * MEBIBYTE;
/** Of a larger record, which can only have come compressed, there is no more than the log has: a transaction must stay bearable. */
export const KEPT_BYTES = 64 * MEBIBYTE;

export function quarantineDocument(lane: string, quarantined: Quarantined): QuarantineDoc {
  const { offset, timestamp, code, reason, digest, original } = quarantined;
  const sizes = sizesOf(original);
  const { key, headers, value } = fitting(original, INLINE_BYTES);
  return {
    _id: quarantineId(lane, offset),
    ...{ offset, timestamp, code, reason, digest, sizes, key, value },
    headers: [...headers],
    parts: partsOf(sizes, original),
  };
}

export const quarantineId = (lane: string, offset: number): string => laneId(lane, padded(offset));

const partsOf = (sizes: Sizes, original: Original): number =>
  totalOf(sizes) <= INLINE_BYTES || totalOf(sizes) > KEPT_BYTES ? 0 : Math.ceil(frameBytes(original) / PART_BYTES);

/** Lengths take four bytes each. */
const frameBytes = (original: Original): number => totalOf(sizesOf(original)) + 8 + 8 * original.headers.length;

/** The whole record in parts, for those that are too large for one document. */
export const quarantineParts = (lane: string, { quarantined }: Changes): QuarantinePartDoc[] =>
  quarantined.flatMap(({ offset, original }) => {
    const count = partsOf(sizesOf(original), original);
    if (count === 0) return [];
    const frame = toFrame(original);
    return Array.from({ length: count }, (_, part) => ({
      _id: laneId(quarantineId(lane, offset), padded(part)),
      bytes: frame.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
    }));
  });

/** Whether a document has its record whole by itself. */
const isWhole = ({ sizes }: QuarantineDoc): boolean => totalOf(sizes) <= INLINE_BYTES;

/** The whole record as it came, or undefined where it was too large to be kept: then only the log has it. */
export async function readOriginal(
  { quarantineParts: collection }: Pick<Collections, 'quarantineParts'>,
  doc: QuarantineDoc,
): Promise<Original | undefined> {
  if (isWhole(doc)) return { key: doc.key, headers: doc.headers, value: doc.value };
  if (doc.parts === 0) return undefined;
  const parts = await collection
    .find({ _id: startsWith(doc._id) })
    .sort({ _id: 1 })
    .toArray();
  if (parts.length !== doc.parts)
    throw new LandfallError('QUARANTINE_INCOMPLETE', `${doc._id} has ${parts.length} of ${doc.parts} parts.`);
  return fromFrame(Buffer.concat(parts.map(({ bytes }) => bytes)));
}
