import { LandfallError } from '@landfall/errors';
import type { LandfallRecord } from './generated/types.ts';
import { resolve, schemaOf, type RecordSchema, type Schema } from './schema-model.ts';

/** Times outside this range have no RFC 3339 form with a four-digit year. */
const DAY = 86_400_000;

/**
 * A record in its JSON form (docs/facts.md): dates and times as text, bytes as base64, digests as hexadecimal, fields that
 * have their default left out.
 */
export function recordToJson(record: LandfallRecord): Record<string, unknown> {
  const schema = schemaOf(record.type);
  if (schema === undefined) throw new LandfallError('RECORD_INVALID', `${record.type} is not in the catalogue.`);
  return { type: record.type, ...fieldsToJson(schema, record as unknown as Record<string, unknown>) };
}

function fieldsToJson(schema: RecordSchema, record: Record<string, unknown>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const field of schema.fields) {
    const value = record[field.name];
    if (!isDefault(field, value)) json[field.name] = valueToJson(field.type, value);
  }
  return json;
}

/** Defaults are null, the empty list and the empty string; schemas:check allows no others. */
const isDefault = (field: { default?: unknown }, value: unknown): boolean =>
  Object.hasOwn(field, 'default') && (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0));

function valueToJson(given: Schema, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const schema = resolve(given);
  if (Array.isArray(schema)) return valueToJson(schema.find((branch) => branch !== 'null') as Schema, value);
  if (typeof schema === 'string') return schema === 'bytes' ? (value as Buffer).toString('base64') : value;
  return complexToJson(schema as Exclude<Schema, string | readonly Schema[]>, value);
}

function complexToJson(schema: Exclude<Schema, string | readonly Schema[]>, value: unknown): unknown {
  if ('fields' in schema) return fieldsToJson(schema, value as Record<string, unknown>);
  if ('items' in schema) return (value as unknown[]).map((item) => valueToJson(schema.items, item));
  if ('size' in schema) return (value as Buffer).toString('hex');
  if ('logicalType' in schema && schema.logicalType === 'date') return new Date((value as number) * DAY).toISOString().slice(0, 10);
  if ('logicalType' in schema && schema.logicalType === 'timestamp-millis') return new Date(value as number).toISOString();
  return value;
}
