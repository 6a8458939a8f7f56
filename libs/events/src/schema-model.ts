import { catalogue, type Catalogued } from './generated/catalogue.ts';

/** Avro schemas as plain data, as far as ours go. */
export type Schema =
  | string
  | readonly Schema[]
  | {
      readonly type: 'record';
      readonly name: string;
      readonly namespace?: string;
      readonly doc?: string;
      readonly fields: readonly SchemaField[];
    }
  | {
      readonly type: 'enum';
      readonly name: string;
      readonly doc?: string;
      readonly symbols: readonly string[];
      readonly default?: string;
    }
  | { readonly type: 'fixed'; readonly name: string; readonly size: number }
  | { readonly type: 'array'; readonly items: Schema }
  | { readonly type: string; readonly logicalType?: string };

export type SchemaField = {
  readonly name: string;
  readonly type: Schema;
  readonly default?: unknown;
  readonly doc?: string;
};
export type RecordSchema = Extract<Schema, { type: 'record' }>;

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
