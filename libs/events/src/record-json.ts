import { LandfallError } from '@landfall/errors';
import type { LandfallRecord } from './generated/types.ts';
import { resolve, schemaOf } from './schema-model.ts';
import type { RecordSchema, Schema, SchemaField } from './schema-types.ts';

const DAY = 86_400_000;
/** The last millisecond of the year 9999: RFC 3339 has four digits for the year. */
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const FIRST_TIME = -62_167_219_200_000;

/**
 * A record in its JSON form (docs/facts.md): dates and times as text, bytes as base64, digests as hexadecimal, fields that
 * have their default left out.
 * @throws LandfallError VALUE_OUT_OF_RANGE for a date or time outside the years 0 to 9999, which has no such text
 */
export function recordToJson(record: LandfallRecord): Record<string, unknown> {
  const schema = schemaOf(record.type);
  if (schema === undefined) throw new LandfallError('RECORD_INVALID', `${record.type} is not in the catalogue.`);
  return { type: record.type, ...fieldsToJson(schema, record) };
}

function fieldsToJson(schema: RecordSchema, record: Record<string, unknown>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const field of schema.fields) {
    const value = record[field.name];
    if (!isDefault(field, value)) json[field.name] = valueToJson(field.type, value);
  }
  return json;
}

/** Defaults are null, the empty list and the empty string; `npm run schemas:check` allows no others. */
function isDefault(field: SchemaField, value: unknown): boolean {
  if (!Object.hasOwn(field, 'default')) return false;
  if (Array.isArray(field.default)) return Array.isArray(value) && value.length === 0;
  return value === field.default || value === undefined;
}

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
  if ('logicalType' in schema && schema.logicalType === 'date') return timeText((value as number) * DAY).slice(0, 10);
  if ('logicalType' in schema && schema.logicalType === 'timestamp-millis') return timeText(value as number);
  return value;
}

function timeText(time: number): string {
  if (time >= FIRST_TIME && time <= LAST_TIME) return new Date(time).toISOString();
  throw new LandfallError(
    'VALUE_OUT_OF_RANGE',
    `A date or time of ${time} ms since 1970 is outside the years 0 to 9999.`,
  );
}
