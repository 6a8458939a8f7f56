import { catalogue, type Catalogued } from './generated/catalogue.ts';
import type { RecordSchema, Schema, SchemaField } from './schema-types.ts';

const newest = new Map<string, Catalogued>();
for (const entry of catalogue) {
  const known = newest.get(entry.schema.name);
  if (known === undefined || known.version < entry.version) newest.set(entry.schema.name, entry);
}

const named = new Map<string, Schema>();
for (const { schema } of newest.values()) collect(schema);

function collect(schema: Schema): void {
  if (typeof schema === 'string') return;
  if (Array.isArray(schema)) return (schema as readonly Schema[]).forEach(collect);
  const complex = schema as { name?: string; items?: Schema; fields?: readonly SchemaField[] };
  if (complex.name !== undefined) named.set(complex.name, schema);
  if (complex.items !== undefined) collect(complex.items);
  complex.fields?.forEach((field) => collect(field.type));
}

/** The newest schema of a record, or undefined. */
export const schemaOf = (name: string): RecordSchema | undefined => newest.get(name)?.schema;

export const isFact = (name: string): boolean => newest.get(name)?.kind === 'fact';

export const factNames: readonly string[] = [...newest.values()]
  .filter(({ kind }) => kind === 'fact')
  .map(({ schema }) => schema.name);

/** A schema by itself: a reference by name is followed. */
export const resolve = (schema: Schema): Schema =>
  typeof schema === 'string' ? (named.get(schema) ?? schema) : schema;
