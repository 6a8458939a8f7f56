import type { BatchRecord } from '@landfall/messaging';

/** A header may have no value, and a name may stand several times. */
export type Header = { readonly name: string; readonly value: Buffer | null };

/** A record's bytes as they came. The transport makes no difference between no key or value and an empty one. */
export type Original = { readonly key: Buffer; readonly headers: readonly Header[]; readonly value: Buffer };

export const originalOf = ({ key, headers, value }: BatchRecord): Original => ({
  key,
  headers: Object.entries(headers).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((one) => ({ name, value: bytesOf(one) })),
  ),
  value,
});

const bytesOf = (value: Buffer | string | undefined | null): Buffer | null =>
  typeof value === 'string' ? Buffer.from(value) : (value ?? null);

/** Bytes of each part; a header counts with its name. */
export type Sizes = { readonly key: number; readonly headers: number; readonly value: number };

export const sizesOf = ({ key, headers, value }: Original): Sizes => ({
  key: key.length,
  headers: headers.reduce((sum, header) => sum + Buffer.byteLength(header.name) + (header.value?.length ?? 0), 0),
  value: value.length,
});

export const totalOf = ({ key, headers, value }: Sizes): number => key + headers + value;

const NOTHING = Buffer.alloc(0);

/** What of a record fits: its key, then its headers, then its value, each whole or not at all. */
export function fitting(original: Original, limit: number): Original {
  const sizes = sizesOf(original);
  let left = limit;
  const fits = (bytes: number): boolean => {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  };
  return {
    key: fits(sizes.key) ? original.key : NOTHING,
    headers: fits(sizes.headers) ? original.headers : [],
    value: fits(sizes.value) ? original.value : NOTHING,
  };
}
