import fc, { type Arbitrary } from 'fast-check';
import type { LandfallRecord, TransactionFact } from '../generated/types.ts';
import { factNames, resolve, schemaOf } from '../schema-model.ts';
import type { RecordSchema, Schema } from '../schema-types.ts';

const FIRST_DAY = -719_528;
const LAST_DAY = 2_932_896;
const DAY = 86_400_000;

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 80 }));

const primitives: Record<string, Arbitrary<unknown>> = {
  null: fc.constant(null),
  boolean: fc.boolean(),
  int: fc.integer(),
  long: fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
  string: text,
  bytes: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
};

const logicals: Record<string, Arbitrary<unknown>> = {
  date: fc.integer({ min: FIRST_DAY, max: LAST_DAY }),
  'timestamp-millis': fc.integer({ min: FIRST_DAY * DAY, max: (LAST_DAY + 1) * DAY - 1 }),
};

/** Any record that the newest version of a schema allows, with dates and times of the years 0 to 9999. */
export const arbitraryRecord = (name: string): Arbitrary<LandfallRecord> =>
  fields(schemaOf(name)!).map((record) => ({ type: name, ...record }) as LandfallRecord);

const fields = (schema: RecordSchema): Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(schema.fields.map((field) => [field.name, valueOf(field.type)])), {
    noNullPrototype: true,
  });

function valueOf(given: Schema): Arbitrary<unknown> {
  const schema = resolve(given);
  if (typeof schema === 'string') return primitives[schema]!;
  if (Array.isArray(schema)) return fc.oneof(...(schema as readonly Schema[]).map(valueOf));
  return complexOf(schema as Exclude<Schema, string | readonly Schema[]>);
}

function complexOf(schema: Exclude<Schema, string | readonly Schema[]>): Arbitrary<unknown> {
  if ('fields' in schema) return fields(schema);
  if ('items' in schema) return fc.array(valueOf(schema.items), { maxLength: 3 });
  if ('symbols' in schema) return fc.constantFrom(...schema.symbols);
  if ('size' in schema)
    return fc.uint8Array({ minLength: schema.size, maxLength: schema.size }).map((bytes) => Buffer.from(bytes));
  const { type, logicalType } = schema as { type: string; logicalType?: string };
  return (logicalType === undefined ? undefined : logicals[logicalType]) ?? primitives[type]!;
}

export const arbitraryFact = fc.oneof(...factNames.map(arbitraryRecord)) as Arbitrary<TransactionFact>;
