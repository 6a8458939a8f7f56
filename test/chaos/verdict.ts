import { fingerprint } from '../e2e/fingerprint.ts';
import type { Consolidation, Stage } from '../e2e/stage.ts';

/** What differs between a stack that was disturbed and one that was not, as sentences; none when all is well. */
export async function differences(
  stage: Stage,
  disturbed: Consolidation,
  undisturbed: Consolidation,
): Promise<string[]> {
  const [found, expected] = await Promise.all([disturbed, undisturbed].map((c) => fingerprint(c.collections)));
  const dumps =
    found!.sha256 === expected!.sha256
      ? []
      : [`the dumps differ: ${JSON.stringify(found)} disturbed, ${JSON.stringify(expected)} undisturbed`];
  return [
    ...dumps,
    ...(await miscounts(stage, disturbed, 'disturbed')),
    ...(await miscounts(stage, undisturbed, 'undisturbed')),
  ];
}

/** Every record that the broker holds became one thing, and a sample has nothing to set aside. */
async function miscounts(stage: Stage, { collections }: Consolidation, which: string): Promise<string[]> {
  const lanes = await stage.counts(collections);
  return lanes
    .filter(
      ({ consumed, applied, duplicates, conflicts, quarantined }) =>
        applied + duplicates + conflicts + quarantined !== consumed || quarantined > 0,
    )
    .map((counts) => `${which}: the counts do not add up: ${JSON.stringify(counts)}`);
}
