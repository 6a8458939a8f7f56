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
    for (const { rounds, ingest } of schedules) {
      const victims = [...rounds.flatMap((round) => round.victims), ...ingest.victims];
      expect(new Set(victims.map(({ phase }) => phase))).toEqual(new Set(phases));
    }
  });

  it('has a fault for the broker and one for the database, of either kind and in either order', () => {
    const faults = schedules.map(({ serverFaults }) => serverFaults);
    for (const [first, second, ...more] of faults) {
      expect(new Set([first?.server, second?.server])).toEqual(new Set(['kafka', 'mongodb']));
      expect(more).toEqual([]);
    }
    const kinds = faults.map((both) => both.map(({ server, fault }) => `${server} ${fault}`).join(', '));
    expect(new Set(kinds).size).toBe(8);
  });

  it('sends facts on every route, and some with an older version', () => {
    for (const { routes, oldVersions } of schedules) {
      expect(routes.http + routes.inbound).toBeLessThan(100);
      expect(Math.min(routes.http, routes.inbound, oldVersions)).toBeGreaterThan(0);
    }
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

  it('kills early and late, joins the group of the dead and another one, and says goodbye, dies or freezes', () => {
    const rounds = schedules.flatMap((schedule) => schedule.rounds);
    const counts = rounds.flatMap(({ victims }) => victims).filter(({ phase }) => phase === 'inside-transaction');
    expect(new Set(counts.map(({ count }) => count))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(new Set(rounds.map(({ group }) => group))).toEqual(new Set(['same', 'another']));
    const guests = rounds.flatMap(({ guest }) => (guest ? [`${guest.group} ${guest.leaves}`] : []));
    expect(new Set(guests).size).toBe(6);
  });
});
