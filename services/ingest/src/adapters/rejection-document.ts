import type { Rejection } from '../domain/rejection.ts';
import type { RejectionDoc } from './documents.ts';

export const rejectionDocument = ({ id, rejectedAt, ...rejection }: Rejection): RejectionDoc => ({
  _id: id,
  ...rejection,
  rejectedAt: new Date(rejectedAt),
});
