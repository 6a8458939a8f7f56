import { fingerprint } from '../e2e/fingerprint.ts';
import type { Consolidation, Stage } from '../e2e/stage.ts';

export type Compared = {
  readonly disturbed: Consolidation;
  /** A replay of the same topic. */
  readonly undisturbed: Consolidation;
  /** Records of the topic that must have been set aside. */
  readonly unreadable: number;
};

/** What differs between a stack that was disturbed and one that was not, as sentences; none when all is well. */
export async function differences(stage: Stage, compared: Compared): Promise<string[]> {
  const { disturbed, undisturbed, unreadable } = compared;
  const [found, expected] = await Promise.all([disturbed, undisturbed].map((c) => fingerprint(c.collections)));
  const dumps =
    found!.sha256 === expected!.sha256
      ? []
      : [`the dumps differ: ${JSON.stringify(found)} disturbed, ${JSON.stringify(expected)} undisturbed`];
  return [
    ...dumps,
    ...(await miscounts(stage, disturbed, unreadable)).map((problem) => `disturbed: ${problem}`),
    ...(await miscounts(stage, undisturbed, unreadable)).map((problem) => `undisturbed: ${problem}`),
  ];
}

/** Every record that the broker holds became one thing, and only what cannot be read was set aside. */
async function miscounts(stage: Stage, { collections }: Consolidation, unreadable: number): Promise<string[]> {
  const lanes = await stage.counts(collections);
  const setAside = lanes.reduce((sum, { quarantined }) => sum + quarantined, 0);
  return [
    ...(setAside === unreadable ? [] : [`${setAside} records were set aside, ${unreadable} cannot be read`]),
    ...lanes
      .filter(
        ({ consumed, applied, duplicates, conflicts, quarantined }) =>
          applied + duplicates + conflicts + quarantined !== consumed,
      )
      .map((counts) => `the counts do not add up: ${JSON.stringify(counts)}`),
  ];
}
