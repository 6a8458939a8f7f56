import { describe, expect, it } from '@jest/globals';
import type { Rejection } from '../domain/rejection.ts';
import { MAX_KEPT_ORIGINAL, rejectionDocument } from './rejection-document.ts';

const rejection = (original: Buffer): Rejection => ({
  ...{ id: 'lane/0', source: 'unknown', submissionId: null, inboundPartition: 0, position: 0, rejectedAt: 0 },
  problems: [{ code: 'UNDECODABLE_RECORD', pointer: '', reason: 'No Avro.' }],
  original,
});

describe('a rejection in the store', () => {
  it('has the bytes as they came', () => {
    const { original, originalBytes } = rejectionDocument(rejection(Buffer.from('x')));
    expect([original.toString(), originalBytes]).toEqual(['x', 1]);
  });

  it('has the first of more bytes than a document has room for, and says how many there were', () => {
    const { original, originalBytes } = rejectionDocument(rejection(Buffer.alloc(MAX_KEPT_ORIGINAL + 5)));
    expect([original.length, originalBytes]).toEqual([MAX_KEPT_ORIGINAL, MAX_KEPT_ORIGINAL + 5]);
  });
});
