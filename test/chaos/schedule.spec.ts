import { describe, expect, it } from '@jest/globals';
import { phases } from './places.mjs';
import { scheduleOf } from './schedule.ts';

const seeds = Array.from({ length: 100 }, (_, i) => i + 1);
const schedules = seeds.map(scheduleOf);

describe('the schedule of a seed', () => {
  it('is the same each time', () => expect(seeds.map(scheduleOf)).toEqual(schedules));

  it('is another one for each seed', () =>
    expect(new Set(schedules.map(({ seed: _, ...rest }) => JSON.stringify(rest))).size).toBe(seeds.length));

  it('kills at every phase', () => {
    for (const { rounds } of schedules)
      expect(new Set(rounds.flatMap(({ victims }) => victims.map(({ phase }) => phase)))).toEqual(new Set(phases));
  });

  it('has a guest that comes and goes', () => {
    for (const { rounds } of schedules) expect(rounds.some(({ guest }) => guest)).toBe(true);
  });

  it('publishes before the faults and during them', () => {
    for (const { facts, factsBefore } of schedules) {
      expect(factsBefore).toBeGreaterThan(0);
      expect(factsBefore).toBeLessThan(facts);
    }
  });

  it('kills early and late, joins the group of the dead and another one, and says goodbye or not', () => {
    const rounds = schedules.flatMap((schedule) => schedule.rounds);
    const counts = rounds.flatMap(({ victims }) => victims).filter(({ phase }) => phase === 'inside-transaction');
    expect(new Set(counts.map(({ count }) => count))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(new Set(rounds.map(({ group }) => group))).toEqual(new Set(['same', 'another']));
    const guests = rounds.flatMap(({ guest }) => (guest ? [`${guest.group} ${guest.leaves}`] : []));
    expect(new Set(guests).size).toBe(4);
  });
});
