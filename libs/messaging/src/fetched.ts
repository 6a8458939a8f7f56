import { LandfallError } from '@landfall/errors';
import { decodeRecord, type LandfallRecord } from '@landfall/events';
import type { Batch as FetchedBatch } from 'kafkajs';
import { noHeaders, type BatchRecord, type Decoded } from './batch.ts';
import { SIGN, type FetchedMessage } from './fetch-response.ts';

/** @throws LandfallError UNKNOWN_SCHEMA, UNDECODABLE_RECORD */
export type Decode = (bytes: Buffer) => LandfallRecord;

/** What a fetch brought of one partition. */
export type Fetched = {
  readonly records: readonly BatchRecord[];
  /** Where the fetch began. */
  readonly fetchedOffset: number;
  /** Its last offset, of records and of what is none; undefined when it brought nothing whole. */
  readonly lastOffset: number | undefined;
  /** What follows was damaged on its way, or there was no memory for it. */
  readonly corrupt: LandfallError | undefined;
  /** Perhaps it was only appended while the broker answered: worth a word when it comes so again. */
  readonly early?: true | undefined;
};

const NOTHING = Buffer.alloc(0);

export function readFetched(batch: FetchedBatch, decode: Decode = decodeRecord): Fetched {
  const records: BatchRecord[] = [];
  let lastOffset: number | undefined;
  let damage: { readonly corrupt?: LandfallError; readonly early?: true } = {};
  for (const message of batch.messages as FetchedMessage[]) {
    const sign = message[SIGN];
    if (typeof sign === 'object' && 'corrupt' in sign) damage = sign;
    else lastOffset = Number(message.offset);
    if (sign === undefined || (typeof sign === 'object' && 'unread' in sign)) records.push(toRecord(message, decode));
  }
  // kafkajs has it, its types don't.
  const { fetchedOffset } = batch as unknown as { fetchedOffset: string };
  return { records, fetchedOffset: Number(fetchedOffset), lastOffset, corrupt: damage.corrupt, early: damage.early };
}

function toRecord(message: FetchedMessage, decode: Decode): BatchRecord {
  const value = message.value ?? NOTHING;
  return {
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key ?? NOTHING,
    value,
    headers: message.headers ?? noHeaders,
    content: unreadOf(message) ?? contentOf(value, decode),
  };
}

/** A whole batch that could not be read goes where a record goes that could not be read. */
function unreadOf({ [SIGN]: sign }: FetchedMessage): Decoded | undefined {
  if (typeof sign !== 'object' || !('unread' in sign)) return undefined;
  return { failure: { code: 'BATCH_UNREADABLE', reason: sign.unread } };
}

/** A record's content, or why it has none. */
export function contentOf(value: Buffer, decode: Decode): Decoded {
  try {
    return { record: decode(value) };
  } catch (error) {
    const code = error instanceof LandfallError ? error.code : 'UNDECODABLE_RECORD';
    return { failure: { code, reason: error instanceof Error ? error.message : 'The record could not be decoded.' } };
  }
}
