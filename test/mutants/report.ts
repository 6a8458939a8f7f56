import type { Mutant } from './mutant.ts';

export type Outcome = { readonly mutant: Mutant; readonly caught: boolean; readonly milliseconds: number };

/** One line a mutant: its name, the test that had to go red, whether it did, and how long that took. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ mutant: { name, test }, caught, milliseconds }) => [
    name,
    caught ? 'caught' : 'SURVIVED',
    (milliseconds / 1000).toFixed(1),
    `${test.file.split('/').at(-1)}: ${test.name}`,
  ]);
  const all = [['mutant', 'result', 'seconds', 'test'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
