import type { Rejection } from '../domain/rejection.ts';
import type { RejectionDoc } from './documents.ts';

/** What of a record is kept: a few compressed bytes can be more than MongoDB has room for, which is 16 MB a document. */
export const MAX_KEPT_ORIGINAL = 8 * 1024 * 1024;

export const rejectionDocument = ({ id, original, rejectedAt, ...rejection }: Rejection): RejectionDoc => ({
  _id: id,
  ...rejection,
  original: original.subarray(0, MAX_KEPT_ORIGINAL),
  originalBytes: original.length,
  rejectedAt: new Date(rejectedAt),
});
