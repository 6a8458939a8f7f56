import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { factKeyOf } from '@landfall/customs';
import { anyFact, recordOf } from '../testing/facts.ts';
import { testSubAccounts } from '../testing/sub-accounts.ts';
import type { Declaration, Posting } from './declaration.ts';
import { emptyDeclaration, evolve, judge } from './evolve.ts';
import { difference, postingsOf } from './postings.ts';
import { readFact } from './read-facts.ts';

/** The states of a declaration as facts arrive, whatever they are about. */
function statesOf(facts: readonly Parameters<typeof recordOf>[0][]): Declaration[] {
  const states = [emptyDeclaration('entry:ABC00000017')];
  facts.forEach((fact, offset) => {
    const read = readFact(recordOf(fact, offset), testSubAccounts);
    const last = states.at(-1)!;
    if ('refusal' in read || judge(last, read.fact, read.factKeyHash).verdict !== 'accepted') return;
    states.push(evolve(last, read.fact, read.factKeyHash, false));
  });
  return states;
}

const textOf = ({ node, fact, cells }: Posting): string =>
  JSON.stringify([node, fact.eventId, Object.entries(cells).sort()]);

describe('the difference between two states', () => {
  it('leads from the postings of one to those of the other, and moves nothing that stays', () =>
    fc.assert(
      fc.property(
        fc.array(
          anyFact.filter((fact) => factKeyOf(fact).startsWith('entry:')),
          { minLength: 2, maxLength: 25 },
        ),
        (facts) => {
          const states = statesOf(facts);
          states.slice(1).forEach((after, index) => {
            const before = states[index]!;
            const { reversed, posted } = difference(before, after);
            const [was, is] = [postingsOf(before).map(textOf), postingsOf(after).map(textOf)];
            expect(reversed.map(textOf).sort()).toEqual(was.filter((posting) => !is.includes(posting)).sort());
            expect(posted.map(textOf).sort()).toEqual(is.filter((posting) => !was.includes(posting)).sort());
          });
        },
      ),
    ));
});
