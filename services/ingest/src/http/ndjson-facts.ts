import type { RawFact } from '../handlers/receive-submission.ts';

const LINE_FEED = 0x0a;
/** Beyond it a fact is refused without being read; a record of 1 MB is about 3 MB of JSON. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** What is kept of a line that is too long. */
const KEPT_BYTES = 64 * 1024;

/**
 * One raw fact a line, as the body arrives; empty lines are none. Never more than one line and one chunk are held. A line
 * that is too long is refused by itself, those after it are taken.
 */
export async function* ndjsonFacts(
  chunks: AsyncIterable<Buffer>,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<RawFact> {
  const line = new Line(maxLineBytes);
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      line.add(chunk.subarray(start, end));
      start = end + 1;
      const fact = line.end();
      if (fact !== undefined) yield fact;
    }
    line.add(chunk.subarray(start));
  }
  const last = line.end();
  if (last !== undefined) yield last;
}

class Line {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Pieces beyond the limit are counted, not kept. */
  add(piece: Buffer): void {
    if (piece.length === 0) return;
    if (this.#bytes < this.#maxBytes) this.#pieces.push(piece);
    this.#bytes += piece.length;
  }

  end(): RawFact | undefined {
    const bytes = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    const length = this.#bytes;
    this.#pieces = [];
    this.#bytes = 0;
    if (length > this.#maxBytes)
      return { bytes: Buffer.from(bytes.subarray(0, KEPT_BYTES)), problem: tooLong(length, this.#maxBytes) };
    return isBlank(bytes) ? undefined : { bytes };
  }
}

const tooLong = (length: number, maxBytes: number) => ({
  code: 'FACT_TOO_LARGE',
  pointer: '',
  reason: `The line has ${length} bytes, at most ${maxBytes} are taken; the first ${KEPT_BYTES} are kept.`,
});

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte > 0x20) return false;
  return true;
}
