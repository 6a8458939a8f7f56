import type { AvroRecord, AvroType } from '../codegen/catalogue.ts';

/** A nested type of one name is one type wherever it stands, since its TypeScript type is one. */
export function sharedTypeProblems(
  newest: readonly { readonly file: string; readonly schema: AvroRecord }[],
): string[] {
  const known = new Map<string, { file: string; text: string }>();
  const problems: string[] = [];
  for (const { file, schema } of newest) {
    for (const type of namedIn(schema)) {
      const text = JSON.stringify(type);
      const first = known.get(type.name);
      if (first === undefined) known.set(type.name, { file, text });
      else if (first.text !== text)
        problems.push(
          `${file}: ${type.name} differs from ${type.name} in ${first.file}; give one of them another name.`,
        );
    }
  }
  return problems;
}

function namedIn(type: AvroType): { name: string }[] {
  if (typeof type === 'string') return [];
  if (Array.isArray(type)) return type.flatMap(namedIn);
  if ('items' in type) return namedIn(type.items);
  if ('fields' in type) return [type, ...type.fields.flatMap((field) => namedIn(field.type))];
  return 'name' in type ? [type] : [];
}
