import { describe, expect, it } from '@jest/globals';
import { phases } from './places.mjs';
import { shortfalls, totalsOf } from './totals.ts';

const each = (kills: number) => phases.flatMap((phase) => Array.from({ length: kills }, () => phase));

describe('the kills of a run', () => {
  it('are counted by phase, those without any included', () =>
    expect([...totalsOf(['after-commit', 'after-commit', 'inside-transaction'])]).toEqual([
      ['before-transaction', 0],
      ['inside-transaction', 1],
      ['after-commit', 2],
      ['before-kafka-commit', 0],
      ['before-publish', 0],
      ['before-relay-pointer', 0],
      ['ingest-before-publish', 0],
      ['ingest-before-receipts', 0],
      ['ingest-before-position', 0],
      ['ingest-inside-transaction', 0],
    ]));

  it('must be ten a phase in a run of twenty seeds', () => {
    expect(shortfalls(totalsOf(each(10)), 20)).toEqual([]);
    expect(shortfalls(totalsOf(each(9)), 20)).toHaveLength(phases.length);
  });

  it('must be one a phase in a smaller run', () => {
    expect(shortfalls(totalsOf(each(1)), 3)).toEqual([]);
    expect(shortfalls(totalsOf(each(1).slice(1)), 3)).toEqual([
      'before-transaction had 0 kills, at least 1 are needed',
    ]);
  });
});
