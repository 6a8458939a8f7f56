import { refunded } from './amounts.ts';
import type { Kind } from './kind.ts';

export const refundIssued: Kind<'RefundIssued'> = {
  keep: (fact) => ({ date: fact.issuedOn, amounts: refunded(fact.amounts) }),
};
