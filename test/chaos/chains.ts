import { activityHash, genesisHead, type ChainedActivity, type FactCoordinates } from '@landfall/audit';
import type { Dumped } from './dumped.ts';

type DumpedCoordinates = Omit<FactCoordinates, 'digest'> & { readonly digest: string };
type DumpedActivity = Pick<ChainedActivity, 'seq' | 'kind'> & {
  readonly lane: string;
  readonly node: string;
  readonly fact: DumpedCoordinates;
  readonly cause: DumpedCoordinates;
  readonly hash: string;
};
type DumpedHead = { readonly lane: string; readonly node: string; readonly seq: number; readonly hash: string };

type End = { readonly seq: number; readonly hash: Buffer };

/** Links every activity of a dump anew, and says where a chain does not hold or does not end at its head. */
export function brokenChains(records: readonly Dumped[]): string[] {
  const activities = records.filter(({ record }) => record === 'activity') as unknown as DumpedActivity[];
  const heads = records.filter(({ record }) => record === 'head') as unknown as DumpedHead[];
  const ends = new Map<string, End>();
  const problems: string[] = [];
  for (const activity of activities) {
    const chain = chainOf(activity);
    const end = linked(ends.get(chain) ?? { seq: 0, hash: genesisHead(activity.node, activity.lane) }, activity);
    if (!isAt(end, activity)) problems.push(`the chain of ${chain} does not hold at ${activity.seq}`);
    ends.set(chain, end);
  }
  const loose = heads.filter((head) => !isAt(ends.get(chainOf(head)), head));
  return [...problems, ...loose.map((head) => `the chain of ${chainOf(head)} does not end at its head`)];
}

const chainOf = ({ lane, node }: { lane: string; node: string }): string => `${lane}|${node}`;

function linked(before: End, { kind, fact, cause }: DumpedActivity): End {
  const seq = before.seq + 1;
  return {
    seq,
    hash: activityHash(before.hash, { seq, kind, fact: coordinates(fact), cause: coordinates(cause) }),
  };
}

const isAt = (end: End | undefined, { seq, hash }: DumpedHead): boolean =>
  end?.seq === seq && end.hash.toString('hex') === hash;

const coordinates = ({ digest, ...place }: DumpedCoordinates): FactCoordinates => ({
  ...place,
  digest: Buffer.from(digest, 'hex'),
});
