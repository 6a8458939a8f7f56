/** A member as it joins: what it subscribes to, and which partitions it has now, by topic. */
export type Member = {
  readonly id: string;
  readonly topics: readonly string[];
  readonly owns: Readonly<Record<string, readonly number[]>>;
};
/** Partitions by topic, by member. */
export type Assignment = Map<string, Record<string, number[]>>;

/**
 * Shares out every partition of every topic among the members that subscribe to it: evenly a topic, evenly in all, and
 * where it is already, as far as that allows. A lane has its state to itself, so equal numbers need not meet.
 */
export function assignLanes(
  members: readonly Member[],
  partitions: ReadonlyMap<string, readonly number[]>,
): Assignment {
  const assignment: Assignment = new Map(members.map(({ id }) => [id, {}]));
  const load = new Map(members.map(({ id }) => [id, 0]));
  for (const topic of [...partitions.keys()].sort()) {
    const shares = shareOut(topic, partitions.get(topic)!, subscribers(members, topic, load));
    for (const [id, share] of shares) {
      if (share.length > 0) assignment.get(id)![topic] = share.sort((a, b) => a - b);
      load.set(id, load.get(id)! + share.length);
    }
  }
  return assignment;
}

/** Who has least comes first, since the first ones take one more where it does not come out even; then who has some already. */
function subscribers(members: readonly Member[], topic: string, load: ReadonlyMap<string, number>): Member[] {
  const rank = ({ id, owns }: Member) => [load.get(id)!, -(owns[topic]?.length ?? 0)] as const;
  return members
    .filter(({ topics }) => topics.includes(topic))
    .sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1] || (a.id < b.id ? -1 : 1));
}

function shareOut(topic: string, partitions: readonly number[], members: readonly Member[]): Map<string, number[]> {
  const free = new Set(partitions);
  const quota = (rank: number): number => Math.floor((partitions.length + members.length - 1 - rank) / members.length);
  const shares = new Map<string, number[]>();
  members.forEach(({ id, owns }, rank) => {
    const kept = [...new Set(owns[topic])].filter((partition) => free.has(partition)).slice(0, quota(rank));
    kept.forEach((partition) => free.delete(partition));
    shares.set(id, kept);
  });
  const rest = [...free];
  members.forEach(({ id }, rank) => {
    const share = shares.get(id)!;
    share.push(...rest.splice(0, quota(rank) - share.length));
  });
  return shares;
}
