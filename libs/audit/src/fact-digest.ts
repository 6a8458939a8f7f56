import { hash } from 'node:crypto';

/**
 * SHA-256 over a fact as it came: the key's length (4 bytes, big-endian), the key, the value. The length keeps the border
 * between key and value, so no two facts share their bytes.
 */
export function factDigest(key: Buffer, value: Buffer): Buffer {
  const bytes = scratch(4 + key.length + value.length);
  bytes.writeUInt32BE(key.length, 0);
  key.copy(bytes, 4);
  value.copy(bytes, 4 + key.length);
  return hash('sha256', bytes, 'buffer');
}

/** The first 8 bytes of a text's SHA-256: tells the fact keys of one declaration apart in little room. */
export const shortDigest = (text: string): Buffer => hash('sha256', text, 'buffer').subarray(0, 8);

let reused = Buffer.allocUnsafe(4096);

function scratch(length: number): Buffer {
  if (reused.length < length) reused = Buffer.allocUnsafe(length * 2);
  return reused.subarray(0, length);
}
