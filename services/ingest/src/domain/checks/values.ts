export type FactFields = Readonly<Record<string, unknown>>;

export type Found = { readonly pointer: string; readonly value: unknown };

/**
 * The values at a path of a fact, with the step `*` for every item of a list. What is absent or null is passed over:
 * whether a field is required is the schema's matter.
 */
export function valuesAt(fact: FactFields, path: readonly string[]): Found[] {
  const found: Found[] = [];
  collect(fact, { path, step: 0, pointer: '' }, found);
  return found;
}

type Place = { readonly path: readonly string[]; readonly step: number; readonly pointer: string };

function collect(value: unknown, { path, step, pointer }: Place, found: Found[]): void {
  if (value === undefined || value === null) return;
  const name = path[step];
  const below = (at: string | number): Place => ({ path, step: step + 1, pointer: `${pointer}/${at}` });
  if (name === undefined) found.push({ pointer, value });
  else if (name === '*') (value as unknown[]).forEach((item, index) => collect(item, below(index), found));
  else collect((value as FactFields)[name], below(name), found);
}

/** Whether a test holds for all of `valuesAt`, without the cost of naming them: nearly every fact is right. */
export function everyValueAt(
  value: unknown,
  path: readonly string[],
  holds: (value: unknown) => boolean,
  step = 0,
): boolean {
  if (value === undefined || value === null) return true;
  const name = path[step];
  if (name === undefined) return holds(value);
  if (name !== '*') return everyValueAt((value as FactFields)[name], path, holds, step + 1);
  for (const item of value as unknown[]) if (!everyValueAt(item, path, holds, step + 1)) return false;
  return true;
}
