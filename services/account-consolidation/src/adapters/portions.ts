/** Consecutive items, each portion within a limit of bytes. An item above it makes a portion of its own. */
export function* portionsOf<T>(
  items: readonly T[],
  limit: number,
  sizeOf: (item: T) => number,
): Generator<readonly T[]> {
  let start = 0;
  let bytes = 0;
  for (let i = 0; i < items.length; i++) {
    const size = sizeOf(items[i]!);
    if (i > start && bytes + size > limit) {
      yield items.slice(start, i);
      start = i;
      bytes = 0;
    }
    bytes += size;
  }
  if (start < items.length) yield start === 0 ? items : items.slice(start);
}

/** One command may have 16 MiB, its documents included; their sizes are estimated, not measured. */
export const COMMAND_BYTES = 10 * 1024 * 1024;

/** Around each name and value. */
const ELEMENT_BYTES = 12;

/** About what a value takes as BSON. */
export function bsonSize(value: unknown): number {
  if (Buffer.isBuffer(value)) return value.length + ELEMENT_BYTES;
  if (typeof value === 'string') return 2 * value.length + ELEMENT_BYTES;
  if (typeof value !== 'object' || value === null) return ELEMENT_BYTES;
  let size = ELEMENT_BYTES;
  for (const name in value) size += name.length + bsonSize((value as Record<string, unknown>)[name]);
  return size;
}
