import { describe, expect, it } from '@jest/globals';
import { isConsolidated, type LaneState } from './consolidation.ts';

const lane = (nextOffset: number, endOffset: number): LaneState => ({
  lane: 'port.transactions@1/0',
  nextOffset,
  endOffset,
  applied: nextOffset,
  duplicates: 0,
  conflicts: 0,
  quarantined: 0,
});

describe('facts are consolidated', () => {
  it('when all are in the log and every lane is at its end', () => {
    expect(isConsolidated([lane(6, 6), lane(4, 4)], 10)).toBe(true);
  });

  it('but not while one is still on its way to the log, nor while a lane is behind', () => {
    expect(isConsolidated([lane(5, 5), lane(4, 4)], 10)).toBe(false);
    expect(isConsolidated([lane(6, 6), lane(3, 4)], 10)).toBe(false);
  });
});
