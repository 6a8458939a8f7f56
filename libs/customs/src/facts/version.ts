import type { FactHead } from './fact.ts';

/** A fact's version as text: `t<time>#<control number>`, `n<number>`, or `n0` (docs/facts.md). */
export function versionOf({ versionNumber, preparedAt, controlNumber }: FactHead): string {
  if (preparedAt !== null) return `t${new Date(preparedAt).toISOString()}#${controlNumber ?? ''}`;
  return `n${versionNumber ?? 0}`;
}

export type Ranked = { readonly version: string; readonly eventId: string };

/** Whether a fact counts instead of another of its series: by version, then by event id. A total order. */
export const outranks = (a: Ranked, b: Ranked): boolean =>
  (compareVersions(a.version, b.version) || compareText(a.eventId, b.eventId)) > 0;

/** Numbered versions rank below preparation times; numbers compare as numbers, times and control numbers as text. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  if (a[0] === 'n' && b[0] === 'n') return Number(a.slice(1)) - Number(b.slice(1));
  // 'n' is below 't', and times of four-digit years have one length: the order of the texts is the order meant.
  return compareText(a, b);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
