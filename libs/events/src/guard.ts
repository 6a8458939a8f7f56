import type avro from 'avsc';

/** More lines, parties or activities than any record has; a pack is split long before. */
const MAX_ITEMS = 10_000;
/** avsc corrupts longs below -2^52 without a word; both ends are kept clear. */
const MAX_LONG = 2 ** 52;

type Tap = { readonly buf: Buffer; readonly pos: number; readLong(): number; writeLong(value: number): void; skipLong(): void };
type Internal = {
  typeName: string;
  _read(tap: Tap): unknown;
  _write(tap: Tap, value: unknown): void;
  fields?: { type: avro.Type }[];
  itemsType?: avro.Type;
  types?: avro.Type[];
};

/**
 * Bounds what a type reads and writes. avsc has no options for this, so the two methods are replaced on the instances:
 * an array may not claim more items than its bytes could hold (a few bytes could otherwise keep the decoder busy for
 * minutes), and longs must be exact. Resolvers made from the type take the guards along.
 */
export function guard(type: avro.Type): void {
  const internal = type as unknown as Internal;
  if (internal.typeName === 'array') guardArray(internal);
  if (internal.typeName === 'long') guardLong(internal);
  for (const child of childrenOf(internal)) guard(child);
}

const childrenOf = ({ fields, itemsType, types }: Internal): avro.Type[] => [
  ...(fields ?? []).map((field) => field.type),
  ...(itemsType ? [itemsType] : []),
  ...(types ?? []),
];

function guardArray(type: Internal): void {
  type._read = function (this: { itemsType: Internal }, tap: Tap): unknown[] {
    const items: unknown[] = [];
    for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
      if (count < 0) {
        count = -count;
        tap.skipLong();
      }
      if (items.length + count > MAX_ITEMS || count > tap.buf.length - tap.pos) throw new Error(`array of ${count} items`);
      for (; count > 0; count--) items.push(this.itemsType._read(tap));
    }
    return items;
  };
}

function guardLong(type: Internal): void {
  type._read = (tap) => exact(tap.readLong());
  type._write = (tap, value) => tap.writeLong(exact(value as number));
}

function exact(value: number): number {
  if (!Number.isInteger(value) || value > MAX_LONG || value < -MAX_LONG) throw new Error(`${value} is no exact 64-bit integer`);
  return value;
}
