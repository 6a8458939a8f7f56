import { describe, expect, it } from '@jest/globals';
import type { About } from '../about.ts';
import type { KeptFact } from '../declaration.ts';
import { entryLiquidated } from './entry-liquidated.ts';

const content = { date: 20_500, amounts: { dutyOwed: 1_250, feesOwed: 100, interestOwed: 7 } };
const place = { offset: 0, timestamp: 0, digest: Buffer.alloc(32) };
const summary: KeptFact = {
  type: 'EntrySummaryFiled',
  series: 'summary',
  version: 'n1',
  eventId: 'a',
  place,
  content: {
    date: 20_490,
    amounts: { entryCount: 1, enteredValue: 50_000, dutyOwed: 1_000, feesOwed: 100, taxesOwed: 30 },
  },
};
const about: About = {
  principal: 'importer:12-345678900',
  broker: 'broker:ABC',
  carrier: undefined,
  port: '2704',
  summary,
  cancelled: false,
  milestones: [],
};

describe('a liquidation', () => {
  it("contributes what was assessed less the summary's estimate, and the interest whole", () =>
    expect(entryLiquidated.forPrincipal!(content, about)).toEqual({
      liquidationCount: 1,
      dutyOwed: 250,
      taxesOwed: -30,
      interestOwed: 7,
    }));

  it('contributes all that was assessed while there is no summary', () =>
    expect(entryLiquidated.forPrincipal!(content, { ...about, summary: undefined })).toEqual({
      liquidationCount: 1,
      ...content.amounts,
    }));

  it('contributes no money to a cancelled entry', () =>
    expect(entryLiquidated.forPrincipal!(content, { ...about, summary: undefined, cancelled: true })).toEqual({
      liquidationCount: 1,
    }));
});
