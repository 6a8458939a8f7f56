const WIDTH = 16;

/** Bytes as people read them: offset, hexadecimal, and ASCII where it is printable; the first `limit` bytes. */
export function hexDump(bytes: Buffer, limit = 4_096): string[] {
  const shown = bytes.subarray(0, limit);
  const lines = Array.from({ length: Math.ceil(shown.length / WIDTH) }, (_, i) =>
    lineOf(shown.subarray(i * WIDTH, (i + 1) * WIDTH), i * WIDTH),
  );
  return shown.length === bytes.length ? lines : [...lines, `… ${bytes.length - shown.length} more bytes`];
}

function lineOf(bytes: Buffer, offset: number): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
  return `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(3 * WIDTH - 1)}  ${text}`;
}
