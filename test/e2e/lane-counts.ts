import { dump, type Collections } from '@landfall/account-consolidation';

type Counted = { applied: number; duplicates: number; conflicts: number; quarantined: number };

/** Records of one lane: those that the broker holds, and what became of them by the stores. */
export type LaneCounts = Counted & { lane: string; consumed: number };

export const nothing: Counted = { applied: 0, duplicates: 0, conflicts: 0, quarantined: 0 };

/** The records of a dump that say what became of a fact; there are others. */
type Dumped = { lane: string } & (
  | { record: 'declaration'; duplicates: number }
  | { record: 'quarantined' }
  | { record: 'activity'; conflict: boolean; fact: { offset: number }; cause: { offset: number } }
);

/** Activities are counted by the offset of their fact, since a fact has several. */
type Tally = { applied: Set<number>; duplicates: number; conflicts: Set<number>; quarantined: number };

/** Reads the dump as a stranger would: only what it says of each record. */
export async function countLanes(collections: Collections): Promise<Map<string, Counted>> {
  const tallies = new Map<string, Tally>();
  for await (const line of dump(collections)) {
    const record = JSON.parse(line) as Dumped;
    const tally = tallies.get(record.lane) ?? newTally();
    tallies.set(record.lane, tally);
    add(tally, record);
  }
  return new Map([...tallies].map(([lane, tally]) => [lane, countedOf(tally)]));
}

const newTally = (): Tally => ({ applied: new Set(), duplicates: 0, conflicts: new Set(), quarantined: 0 });

function add(tally: Tally, record: Dumped): void {
  switch (record.record) {
    case 'declaration':
      tally.duplicates += record.duplicates;
      break;
    case 'quarantined':
      tally.quarantined++;
      break;
    case 'activity':
      // What a later fact caused to an earlier one is an activity as well, and no further fact.
      if (record.fact.offset === record.cause.offset)
        (record.conflict ? tally.conflicts : tally.applied).add(record.fact.offset);
      break;
    default: // Other records say nothing of a single fact.
  }
}

const countedOf = ({ applied, duplicates, conflicts, quarantined }: Tally): Counted => ({
  applied: applied.size,
  duplicates,
  conflicts: conflicts.size,
  quarantined,
});
