import { Problem } from '@landfall/http';
import type { RawFact } from '../handlers/receive-submission.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
/** What a byte outside of texts does to the depth. */
const steps: Readonly<Record<number, number>> = { [OPENING_BRACKET]: 1, 0x7b: 1, 0x5d: -1, 0x7d: -1 };

/**
 * The facts of a JSON body, one object or an array, each with its own bytes as they came.
 * @throws Problem 400 BODY_NOT_JSON
 */
export function jsonFacts(body: Buffer): AsyncIterable<RawFact> {
  const value = parse(body);
  if (!Array.isArray(value)) return rawFacts([body]);
  return rawFacts(value.length > 0 ? elementsOf(body) : []);
}

async function* rawFacts(elements: Iterable<Buffer>): AsyncGenerator<RawFact> {
  for (const bytes of elements) yield { bytes };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Problem(
      400,
      'BODY_NOT_JSON',
      'The body is not JSON in UTF-8. Facts one a line are application/x-ndjson, where a broken line refuses only itself.',
    );
  }
}

/** The bytes of each element of an array that is known to be JSON and not empty. */
function* elementsOf(body: Buffer): Generator<Buffer> {
  let start = body.indexOf(OPENING_BRACKET) + 1;
  let depth = 1;
  for (let i = start; depth > 0; i++) {
    const byte = body[i]!;
    if (byte === QUOTE) i = endOfText(body, i);
    depth += steps[byte] ?? 0;
    if (depth > 0 && (depth > 1 || byte !== COMMA)) continue;
    yield body.subarray(start, i);
    start = i + 1;
  }
}

function endOfText(body: Buffer, quote: number): number {
  let i = quote + 1;
  while (body[i] !== QUOTE) i += body[i] === BACKSLASH ? 2 : 1;
  return i;
}
