import { LandfallError } from '@landfall/errors';
import avro from 'avsc';

/** More lines, parties or offsets than any record has; a pack of activities is split long before. */
export const MAX_ITEMS = 10_000;
/** avsc corrupts longs below -2^52 without a word, so both ends stop there. */
export const MAX_LONG = 2 ** 52;

/** What avsc's types read from and write to: a buffer and a position in it. Not in avsc's own declarations. */
type Tap = {
  readonly buf: Buffer;
  readonly pos: number;
  readInt(): number;
  readLong(): number;
  writeLong(value: number): void;
  skipLong(): void;
};
type Items = { _read(tap: Tap): unknown; _write(tap: Tap, value: unknown): void; _skip(tap: Tap): void };

/**
 * Parses a schema into a type that is safe on bytes from anywhere. avsc itself has no bounds: a few bytes that claim a
 * long list keep it busy for minutes. Its own methods are overridden in subclasses, since its types are frozen.
 * @throws Error for a schema with a map, which nothing here needs
 */
export const parseBounded = (schema: object): avro.Type =>
  avro.Type.forSchema(schema as avro.Schema, { registry: {}, omitRecordMethods: true, typeHook: boundedType });

function boundedType(schema: avro.Schema, options: object): avro.Type | undefined {
  const kind = typeof schema === 'string' ? schema : (schema as { type?: unknown }).type;
  if (kind === 'int') return boundedInt;
  if (kind === 'long') return boundedLong;
  if (kind === 'map') throw new Error('A map has no bound here: use a list of records.');
  return kind === 'array' ? new BoundedArray(schema, options) : undefined;
}

class BoundedInt extends avro.types.IntType {
  _read(tap: Tap): number {
    const value = tap.readInt();
    if ((value | 0) !== value) throw new Error('a number of more than 32 bits where an int is expected');
    return value;
  }
}

class BoundedLong extends avro.types.LongType {
  _read(tap: Tap): number {
    const value = tap.readLong();
    // Negated, so that what is no number is refused as well.
    if (!(value <= MAX_LONG && value >= -MAX_LONG)) throw new Error('a number beyond 2^52');
    return value;
  }

  _write(tap: Tap, value: unknown): void {
    if (!Number.isInteger(value)) throw new Error(`a long is expected, not ${JSON.stringify(value)}`);
    if ((value as number) > MAX_LONG || (value as number) < -MAX_LONG) {
      throw new LandfallError('VALUE_OUT_OF_RANGE', `${String(value)} is beyond 2^52, the most that is kept exactly.`);
    }
    tap.writeLong(value as number);
  }
}

class BoundedArray extends avro.types.ArrayType {
  // A resolver borrows this method and brings items of its own.
  _read(tap: Tap): unknown[] {
    const items = this.itemsType as unknown as Items;
    const list: unknown[] = [];
    for (let count = readCount(tap, 0); count > 0; count = readCount(tap, list.length)) {
      for (; count > 0; count--) list.push(items._read(tap));
    }
    return list;
  }

  _skip(tap: Tap): void {
    const items = this.itemsType as unknown as Items;
    let skipped = 0;
    for (let count = readCount(tap, 0); count > 0; count = readCount(tap, skipped)) {
      for (skipped += count; count > 0; count--) items._skip(tap);
    }
  }

  _write(tap: Tap, list: unknown): void {
    if (!Array.isArray(list)) throw new Error('a list is expected');
    if (list.length > MAX_ITEMS)
      throw new LandfallError('TOO_MANY_ITEMS', `A list has ${list.length} items, at most ${MAX_ITEMS} are taken.`);
    const items = this.itemsType as unknown as Items;
    if (list.length > 0) tap.writeLong(list.length);
    for (const item of list) items._write(tap, item);
    tap.writeLong(0);
  }
}

/** Items of the next block, 0 at the end. Avro writes a negative count before a block's size in bytes. */
function readCount(tap: Tap, before: number): number {
  let count = tap.readLong();
  if (count < 0) {
    count = -count;
    tap.skipLong();
  }
  // Every item of ours takes a byte at least.
  if (!(count <= tap.buf.length - tap.pos && before + count <= MAX_ITEMS)) {
    if (count !== 0) throw new Error(`a list that claims ${before + count} items`);
  }
  return count;
}

const boundedInt = new BoundedInt();
const boundedLong = new BoundedLong();
