import { MAX_ITEMS, MAX_LONG } from './bounded-types.ts';
import { resolve } from './schema-model.ts';
import type { RecordSchema, Schema, SchemaField } from './schema-types.ts';

/** What is wrong with a field: a stable code, an RFC 6901 pointer, and a sentence that says what would be right. */
export type FactProblem = { readonly code: string; readonly pointer: string; readonly reason: string };

const MAX_PROBLEMS = 20;
const INT_RANGE = [-(2 ** 31), 2 ** 31 - 1] as const;
const LONG_RANGE = [-MAX_LONG, MAX_LONG] as const;
const DAY = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** Reads JSON by an Avro schema and collects what does not fit; a value that does not fit reads as undefined. */
export class JsonReader {
  readonly problems: FactProblem[] = [];

  record(schema: RecordSchema, members: Record<string, unknown>, pointer: string): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    for (const field of schema.fields) record[field.name] = this.#field(field, members, pointer);
    const known = fieldNamesOf(schema);
    for (const name of Object.keys(members)) {
      if (!known.has(name)) {
        this.#refuse(
          'UNKNOWN_FIELD',
          `${pointer}/${escape(name)}`,
          `${schema.name} has no field "${name.slice(0, 60)}".`,
        );
      }
    }
    return record;
  }

  #field(field: SchemaField, members: Record<string, unknown>, pointer: string): unknown {
    if (Object.hasOwn(members, field.name))
      return this.#value(field.type, members[field.name], `${pointer}/${field.name}`);
    if (Object.hasOwn(field, 'default')) return Array.isArray(field.default) ? [] : field.default;
    return this.#refuse(
      'MISSING_FIELD',
      `${pointer}/${field.name}`,
      `"${field.name}" is required: ${expectation(field.type)}.`,
    );
  }

  #value(given: Schema, value: unknown, pointer: string): unknown {
    const schema = resolve(given);
    if (Array.isArray(schema)) {
      return value === null ? null : this.#value(schema.find((branch) => branch !== 'null') as Schema, value, pointer);
    }
    if (typeof schema === 'string') return this.#primitive(schema, value, pointer);
    return this.#complex(schema as Exclude<Schema, string | readonly Schema[]>, value, pointer);
  }

  #complex(schema: Exclude<Schema, string | readonly Schema[]>, value: unknown, pointer: string): unknown {
    if ('fields' in schema) return this.#nested(schema, value, pointer);
    if ('items' in schema) return this.#list(schema.items, value, pointer);
    if ('symbols' in schema) return this.#symbol(schema.symbols, value, pointer);
    if ('logicalType' in schema && schema.logicalType === 'date') return this.#date(value, pointer);
    if ('logicalType' in schema && schema.logicalType === 'timestamp-millis') return this.#time(value, pointer);
    return this.#primitive(schema.type, value, pointer);
  }

  #nested(schema: RecordSchema, value: unknown, pointer: string): unknown {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return this.record(schema, value as Record<string, unknown>, pointer);
    }
    return this.#wrongType(schema, pointer);
  }

  #list(items: Schema, value: unknown, pointer: string): unknown {
    if (!Array.isArray(value)) return this.#refuse('WRONG_TYPE', pointer, 'Here, a list is expected.');
    if (value.length > MAX_ITEMS)
      return this.#refuse('TOO_MANY_ITEMS', pointer, `At most ${MAX_ITEMS} items are taken.`);
    return value.map((item, index) => this.#value(items, item, `${pointer}/${index}`));
  }

  #symbol(symbols: readonly string[], value: unknown, pointer: string): unknown {
    if (typeof value === 'string' && symbols.includes(value)) return value;
    return this.#refuse('UNKNOWN_SYMBOL', pointer, `One of ${symbols.join(', ')} is expected.`);
  }

  #date(value: unknown, pointer: string): unknown {
    if (typeof value === 'string' && DATE.test(value)) {
      const time = Date.parse(`${value}T00:00:00.000Z`);
      // Date.parse takes 2026-02-30 for 2 March.
      if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(value)) return time / DAY;
    }
    return this.#refuse('INVALID_DATE', pointer, 'A calendar date is expected, as YYYY-MM-DD.');
  }

  #time(value: unknown, pointer: string): unknown {
    if (typeof value === 'string' && TIME.test(value)) {
      const time = Date.parse(value);
      if (!Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === value.slice(0, 19)) return time;
    }
    return this.#refuse('INVALID_TIME', pointer, 'A time in UTC is expected, as 2026-01-15T12:00:00.000Z.');
  }

  #primitive(type: string, value: unknown, pointer: string): unknown {
    if (type === 'int') return this.#whole(INT_RANGE, type, value, pointer);
    if (type === 'long') return this.#whole(LONG_RANGE, type, value, pointer);
    return primitives[type]?.(value) ? value : this.#wrongType(type, pointer);
  }

  #whole([least, most]: readonly [number, number], type: string, value: unknown, pointer: string): unknown {
    if (!Number.isInteger(value)) return this.#wrongType(type, pointer);
    const number = value as number;
    // Adding 0 turns JSON's -0 into 0, which is what it is after encoding.
    if (number >= least && number <= most) return number + 0;
    return this.#refuse('VALUE_OUT_OF_RANGE', pointer, `A whole number from ${least} to ${most} is expected.`);
  }

  #wrongType(schema: Schema, pointer: string): undefined {
    return this.#refuse('WRONG_TYPE', pointer, `Here, ${expectation(schema)}.`);
  }

  #refuse(code: string, pointer: string, reason: string): undefined {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ code, pointer, reason });
    return undefined;
  }
}

const fieldNames = new WeakMap<RecordSchema, ReadonlySet<string>>();

function fieldNamesOf(schema: RecordSchema): ReadonlySet<string> {
  let names = fieldNames.get(schema);
  if (names === undefined) fieldNames.set(schema, (names = new Set(schema.fields.map(({ name }) => name))));
  return names;
}

const primitives: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string' && value.isWellFormed(),
  boolean: (value) => typeof value === 'boolean',
};

const expectations: Record<string, string> = {
  string: 'text is expected',
  boolean: 'true or false is expected',
  int: 'a whole number is expected',
  long: 'a whole number is expected (money is in cents, quantities in thousandths)',
  date: 'a date is expected, as YYYY-MM-DD',
  'timestamp-millis': 'a time in UTC is expected, as 2026-01-15T12:00:00.000Z',
  array: 'a list is expected',
  record: 'an object is expected',
};

function expectation(given: Schema): string {
  const schema = resolve(given);
  if (typeof schema === 'string') return expectations[schema] ?? `${schema} is expected`;
  if (Array.isArray(schema)) return expectation(schema.find((branch) => branch !== 'null') as Schema);
  if ('symbols' in schema) return `one of ${schema.symbols.join(', ')} is expected`;
  const { type, logicalType } = schema as { type: string; logicalType?: string };
  return expectations[logicalType ?? type] ?? `${type} is expected`;
}

const escape = (name: string): string => name.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1');
