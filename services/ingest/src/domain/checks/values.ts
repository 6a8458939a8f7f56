export type FactFields = Readonly<Record<string, unknown>>;

export type Found = { readonly pointer: string; readonly value: unknown };

/**
 * The values at a path of a fact, with the step `*` for every item of a list. What is absent or null is passed over:
 * whether a field is required is the schema's matter.
 */
export function valuesAt(fact: FactFields, path: readonly string[]): Found[] {
  const found: Found[] = [];
  collect(fact, path, '', found);
  return found;
}

function collect(value: unknown, path: readonly string[], pointer: string, found: Found[]): void {
  if (value === undefined || value === null) return;
  const [step, ...rest] = path;
  if (step === undefined) found.push({ pointer, value });
  else if (step === '*') (value as unknown[]).forEach((item, index) => collect(item, rest, `${pointer}/${index}`, found));
  else collect((value as FactFields)[step], rest, `${pointer}/${step}`, found);
}
