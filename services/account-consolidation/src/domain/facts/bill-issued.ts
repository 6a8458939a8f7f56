import { cell } from '../measures.ts';
import { owed, totalOf } from './amounts.ts';
import type { Kind } from './kind.ts';

/** A bill for a liquidation's increase asks for what the liquidation assessed; any other bill adds to what is owed. */
export const billIssued: Kind<'BillIssued'> = {
  keep: (fact) => ({
    date: fact.issuedOn,
    amounts: cell({
      billedTotal: totalOf(fact.amounts),
      ...(fact.purpose !== 'LIQUIDATION_INCREASE' && owed(fact.amounts)),
    }),
  }),
};
