import { LandfallError } from '@landfall/errors';
import { decodeRecord } from '@landfall/events';
import type { KafkaMessage } from 'kafkajs';
import type { BatchRecord, Decoded } from './batch.ts';

const NOTHING = Buffer.alloc(0);

export function toBatchRecord(message: KafkaMessage): BatchRecord {
  const value = message.value ?? NOTHING;
  return {
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key ?? NOTHING,
    value,
    headers: message.headers ?? {},
    content: decode(value),
  };
}

function decode(value: Buffer): Decoded {
  try {
    return { record: decodeRecord(value) };
  } catch (error) {
    const code = error instanceof LandfallError ? error.code : 'UNDECODABLE_RECORD';
    return { failure: { code, reason: error instanceof Error ? error.message : 'The record could not be decoded.' } };
  }
}
