import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignLanes, type Assignment, type Member } from './assign-lanes.ts';

const range = (count: number) => [...Array(count).keys()];
const member = (id: string, topics: string[], owns: Member['owns'] = {}): Member => ({ id, topics, owns });
const count = (assignment: Assignment, id: string, topic: string) => assignment.get(id)![topic]?.length ?? 0;

describe('the assignment of lanes', () => {
  it('keeps lanes where they are when a member comes, but for those that it takes', () => {
    const partitions = new Map([['facts', range(6)]]);
    const before = assignLanes([member('a', ['facts']), member('b', ['facts'])], partitions);
    expect([...before]).toEqual([
      ['a', { facts: [0, 1, 2] }],
      ['b', { facts: [3, 4, 5] }],
    ]);
    const members = ['c', 'a', 'b'].map((id) => member(id, ['facts'], before.get(id) ?? {}));
    expect([...assignLanes(members, partitions)]).toEqual([
      ['c', { facts: [2, 5] }],
      ['a', { facts: [0, 1] }],
      ['b', { facts: [3, 4] }],
    ]);
  });

  it('moves nothing when nobody came or went', () => {
    const partitions = new Map([
      ['facts', range(5)],
      ['outcomes', range(3)],
    ]);
    const topics = ['facts', 'outcomes'];
    const before = assignLanes([member('a', topics), member('b', topics)], partitions);
    const members = ['b', 'a'].map((id) => member(id, topics, before.get(id)));
    expect(new Map([...assignLanes(members, partitions)].sort())).toEqual(before);
  });

  it('gives a new topic to the members that know it, in a rolling update', () => {
    const partitions = new Map([
      ['facts', range(4)],
      ['commands', range(2)],
    ]);
    const members = [member('old', ['facts'], { facts: range(4) }), member('new', ['facts', 'commands'])];
    const assignment = assignLanes(members, partitions);
    expect(assignment.get('old')).toEqual({ facts: [0, 1] });
    expect(assignment.get('new')).toEqual({ facts: [2, 3], commands: [0, 1] });
  });

  it('gives each lane to exactly one member, evenly, whatever they say that they own', () => {
    const topics = ['a', 'b', 'c'];
    const owns = fc.dictionary(fc.constantFrom(...topics), fc.array(fc.nat(12), { maxLength: 8 }));
    const scenario = fc.record({
      counts: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)),
      owns: fc.array(owns, { minLength: 1, maxLength: 5 }),
    });
    fc.assert(
      fc.property(scenario, ({ counts, owns: claims }) => {
        const partitions = new Map(topics.map((topic, i) => [topic, range(counts[i]!)]));
        const members = claims.map((owned, i) => member(`m${i}`, topics, owned));
        const assignment = assignLanes(members, partitions);
        const ids = members.map(({ id }) => id);
        for (const topic of topics) {
          const all = ids.flatMap((id) => assignment.get(id)![topic] ?? []);
          expect(all.sort((a, b) => a - b)).toEqual(partitions.get(topic));
          expectEven(ids.map((id) => count(assignment, id, topic)));
        }
        expectEven(ids.map((id) => topics.reduce((sum, topic) => sum + count(assignment, id, topic), 0)));
      }),
    );
  });
});

const expectEven = (loads: number[]) => expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
