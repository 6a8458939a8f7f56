import { addTo, type Cell } from '../measures.ts';
import { owed } from './amounts.ts';
import type { Kind } from './kind.ts';

/** What was assessed takes the place of the summary's estimate: it contributes the difference. 19 CFR 159. */
export const entryLiquidated: Kind<'EntryLiquidated'> = {
  keep: (fact) => ({ date: fact.liquidatedOn, amounts: owed(fact.assessed) }),
  forPrincipal({ amounts }, about) {
    const change: Cell = { liquidationCount: 1 };
    if (about.cancelled) return change;
    addTo(change, amounts);
    if (about.summary) addTo(change, estimateOf(about.summary.content.amounts), -1);
    return change;
  },
};

const estimateOf = ({ dutyOwed = 0, feesOwed = 0, taxesOwed = 0 }: Cell): Cell => ({ dutyOwed, feesOwed, taxesOwed });
