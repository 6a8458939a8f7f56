import { cell } from '../measures.ts';
import { owed } from './amounts.ts';
import type { Kind } from './kind.ts';

/** What was assessed takes the place of the summary's estimate: it contributes the difference. 19 CFR 159. */
export const entryLiquidated: Kind<'EntryLiquidated'> = {
  keep: (fact) => ({ date: fact.liquidatedOn, amounts: owed(fact.assessed) }),
  forPrincipal({ amounts }, about) {
    if (about.cancelled) return { liquidationCount: 1 };
    const estimate = about.summary?.content.amounts ?? {};
    return cell({
      liquidationCount: 1,
      dutyOwed: (amounts.dutyOwed ?? 0) - (estimate.dutyOwed ?? 0),
      feesOwed: (amounts.feesOwed ?? 0) - (estimate.feesOwed ?? 0),
      taxesOwed: (amounts.taxesOwed ?? 0) - (estimate.taxesOwed ?? 0),
      interestOwed: amounts.interestOwed ?? 0,
    });
  },
};
