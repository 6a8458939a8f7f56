import { activityHash, genesisHead, type FactCoordinates } from '@landfall/audit';
import { describe, expect, it } from '@jest/globals';
import { brokenChains } from './chains.ts';
import type { Dumped } from './dumped.ts';

const lane = 'port.transactions@1/0';
const node = 'importer:1';

const place = (offset: number): FactCoordinates => ({
  ...{ topicCode: 2, generation: 1, partition: 0, offset, timestamp: 1_000 + offset },
  digest: Buffer.alloc(32, offset),
});
const dumped = ({ digest, ...rest }: FactCoordinates) => ({ ...rest, digest: digest.toString('hex') });

/** A chain of so many activities as a dump has it, with its head. */
function chainOf(length: number): Dumped[] {
  let hash = genesisHead(node, lane);
  const activities = Array.from({ length }, (_, at): Dumped => {
    const [seq, fact] = [at + 1, place(at)];
    hash = activityHash(hash, { seq, kind: 'posted', fact, cause: fact });
    const both = { fact: dumped(fact), cause: dumped(fact) };
    return { record: 'activity', lane, node, seq, kind: 'posted', ...both, hash: hash.toString('hex') };
  });
  return [...activities, { record: 'head', lane, node, seq: length, hash: hash.toString('hex') }];
}

describe('the chains of a dump', () => {
  it('hold when every activity is linked to the one before and the last is the head', () =>
    expect(brokenChains(chainOf(3))).toEqual([]));

  it('do not hold when an activity was changed, left out or exchanged', () => {
    const [first, second, third, head] = chainOf(3) as [Dumped, Dumped, Dumped, Dumped];
    expect(brokenChains([first, { ...second, kind: 'reversed' }, third, head])).not.toEqual([]);
    expect(brokenChains([first, third, head])).not.toEqual([]);
    expect(brokenChains([second, first, third, head])).not.toEqual([]);
  });

  it('do not end at their heads when the tail was cut off', () => {
    const [first, second, , head] = chainOf(3) as [Dumped, Dumped, Dumped, Dumped];
    expect(brokenChains([first, second, head])).toEqual([`the chain of ${lane}|${node} does not end at its head`]);
  });
});
