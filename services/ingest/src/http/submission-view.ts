import { Readable } from 'node:stream';
import type { Receipt } from '../domain/receipt.ts';
import { JSON_TYPE, NDJSON_TYPE } from './media-types.ts';

export type SubmissionView = { readonly contentType: string; readonly body: Readable };

/** A submission in one object: `{…summary, receipts: […]}`, written as the receipts are read. */
export const asJson = (summary: object, receipts: AsyncIterable<Receipt>): SubmissionView => ({
  contentType: `${JSON_TYPE}; charset=utf-8`,
  body: Readable.from(inPieces(jsonTexts(summary, receipts)), { objectMode: false }),
});

/** A submission as one receipt a line, and the summary in the last line. */
export const asNdjson = (summary: object, receipts: AsyncIterable<Receipt>): SubmissionView => ({
  contentType: `${NDJSON_TYPE}; charset=utf-8`,
  body: Readable.from(inPieces(ndjsonTexts(summary, receipts)), { objectMode: false }),
});

async function* jsonTexts(summary: object, receipts: AsyncIterable<Receipt>): AsyncGenerator<string> {
  yield `${JSON.stringify(summary).slice(0, -1)},"receipts":[`;
  let separator = '';
  for await (const receipt of receipts) {
    yield separator + JSON.stringify(receipt);
    separator = ',';
  }
  yield ']}';
}

async function* ndjsonTexts(summary: object, receipts: AsyncIterable<Receipt>): AsyncGenerator<string> {
  for await (const receipt of receipts) yield `${JSON.stringify(receipt)}\n`;
  yield `${JSON.stringify(summary)}\n`;
}

const PIECE = 32 * 1024;

/** Joins small texts: a write a receipt would cost more than the receipts. */
async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}
