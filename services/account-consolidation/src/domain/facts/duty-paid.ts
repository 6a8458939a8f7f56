import { paid } from './amounts.ts';
import type { Kind } from './kind.ts';

export const dutyPaid: Kind<'DutyPaid'> = {
  keep: (fact) => ({ date: fact.paidOn, amounts: paid(fact.amounts) }),
};
