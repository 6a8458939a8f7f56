import type { AvroArray, AvroEnum, AvroField, AvroFixed, AvroRecord, AvroType } from '../codegen/catalogue.ts';
import type { CataloguedFile } from './snapshot.ts';

type Place = { readonly file: string; readonly path: string; readonly isFact: boolean };

const logicalTypes: Readonly<Record<string, string>> = { date: 'int', 'timestamp-millis': 'long' };

const TIME = JSON.stringify({ type: 'long', logicalType: 'timestamp-millis' });

/** What every schema keeps to, beyond being Avro. */
export function schemaProblems({ file, kind, schema }: CataloguedFile): string[] {
  const place: Place = { file, path: schema.name, isFact: kind === 'fact' };
  if (schema.type !== 'record') return [say(place, 'a published schema is a record')];
  return [...recordProblems(schema, place), ...headProblems(schema, place)];
}

const say = ({ file, path }: Place, sentence: string): string => `${file}: ${path}: ${sentence}.`;

const documented = (named: { doc?: string }, place: Place): string[] =>
  named.doc?.trim() ? [] : [say(place, 'has no doc; say what it is, and its unit where it has one')];

const recordProblems = (schema: AvroRecord, place: Place): string[] => [
  ...documented(schema, place),
  ...schema.fields.flatMap((field) => fieldProblems(field, { ...place, path: `${place.path}.${field.name}` })),
];

/** Every published record says what it is, when it happened and who says so; `type` is its name once decoded. */
function headProblems(schema: AvroRecord, place: Place): string[] {
  const typeOf = (name: string): string =>
    JSON.stringify(schema.fields.find((field) => field.name === name)?.type ?? null);
  return [
    ...(typeOf('eventId') === '"string"' ? [] : [say(place, 'needs a field eventId, a string')]),
    ...(typeOf('source') === '"string"' ? [] : [say(place, 'needs a field source, a string')]),
    ...(typeOf('occurredAt') === TIME ? [] : [say(place, 'needs a field occurredAt, a timestamp-millis')]),
    ...(typeOf('type') === 'null'
      ? []
      : [say(place, 'must not have a field "type"; decoded records carry their name there')]),
  ];
}

function fieldProblems(field: AvroField, place: Place): string[] {
  return [...documented(field, place), ...defaultProblems(field, place), ...typeProblems(field.type, place)];
}

/** A default is what stands for "nothing": identity leaves such members out (docs/facts.md). */
function defaultProblems(field: AvroField, place: Place): string[] {
  if (!Object.hasOwn(field, 'default')) return [];
  const { default: value, type } = field;
  const isNothing = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (!isNothing) return [say(place, `default ${JSON.stringify(value)} is not allowed; only null, [] and "" are`)];
  if (value === null && !Array.isArray(type))
    return [say(place, 'has the default null, so its type must be a union with null first')];
  return [];
}

function typeProblems(type: AvroType, place: Place): string[] {
  if (typeof type === 'string') return nameProblems(type, place);
  if (Array.isArray(type)) return unionProblems(type, place);
  switch (type.type) {
    case 'record':
      return recordProblems(type as AvroRecord, place);
    case 'enum':
      return enumProblems(type as AvroEnum, place);
    case 'array':
      return typeProblems((type as AvroArray).items, place);
    case 'fixed':
      return bytesProblems((type as AvroFixed).name, place);
    default:
      return logicalProblems(type, place);
  }
}

/** A name that is no primitive refers to a type defined before it; avsc refuses any other. */
function nameProblems(name: string, place: Place): string[] {
  if (name === 'float' || name === 'double')
    return [say(place, `${name} is not exact; money and quantities are integers in a long`)];
  return name === 'bytes' ? bytesProblems(name, place) : [];
}

const bytesProblems = (name: string, place: Place): string[] =>
  place.isFact ? [say(place, `${name} is binary, which the JSON form of facts does not have`)] : [];

function logicalProblems({ type, logicalType }: { type: string; logicalType?: string }, place: Place): string[] {
  if (type === 'map') return [say(place, 'a map is not used here; a list of records says what its members are')];
  if (logicalType === undefined || logicalTypes[logicalType] === type) return nameProblems(type, place);
  return [
    say(
      place,
      `the logical type ${logicalType} of ${type} is not used here; date of int and timestamp-millis of long are`,
    ),
  ];
}

function unionProblems(branches: readonly AvroType[], place: Place): string[] {
  const [first, second] = branches;
  if (branches.length !== 2 || first !== 'null' || second === undefined || second === 'null' || Array.isArray(second)) {
    return [say(place, 'a union must be [null, X]; other unions can never change')];
  }
  return typeProblems(second, place);
}

/** With UNKNOWN first and as the default, a reader that lacks a newer symbol still reads the record. */
function enumProblems(type: AvroEnum, place: Place): string[] {
  const inside = { ...place, path: `${place.path} (${type.name})` };
  const safe = type.symbols[0] === 'UNKNOWN' && type.default === 'UNKNOWN';
  return [
    ...documented(type, inside),
    ...(safe ? [] : [say(inside, 'an enum needs UNKNOWN as its first symbol and as its default')]),
  ];
}
