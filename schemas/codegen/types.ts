import type { AvroArray, AvroEnum, AvroField, AvroFixed, AvroRecord, AvroType, CataloguedSchema } from './catalogue.ts';

/** TypeScript source for the newest version of every record: nested types once, top-level records with a `type`. */
export function typesOf(records: readonly CataloguedSchema[]): string {
  const nested = new Map<string, string>();
  const topLevel = records.map(({ schema }) => recordSource(schema, nested, `  type: '${schema.name}';\n`));
  const facts = records.filter(({ kind }) => kind === 'fact').map(({ schema }) => schema.name);
  const names = records.map(({ schema }) => schema.name);
  return [
    '// Generated from schemas/; not checked in.',
    ...nested.values(),
    ...topLevel,
    `/** A transaction event as a port system states it. */\nexport type TransactionFact = ${facts.join(' | ')};`,
    `/** Every record that travels on a topic. */\nexport type LandfallRecord = ${names.join(' | ')};\n`,
  ].join('\n\n');
}

function recordSource(schema: AvroRecord, nested: Map<string, string>, head = ''): string {
  const fields = schema.fields.map((field) => fieldSource(field, nested)).join('');
  return `${docSource(schema.doc)}export type ${schema.name} = {\n${head}${fields}};`;
}

const fieldSource = ({ name, type, doc }: AvroField, nested: Map<string, string>): string =>
  `${docSource(doc, '  ')}  ${name}: ${typeSource(type, nested)};\n`;

const docSource = (doc: string | undefined, indent = ''): string =>
  doc ? `${indent}/** ${doc.replaceAll('*/', '*\\/')} */\n` : '';

const primitives: Record<string, string> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Buffer',
};

function typeSource(type: AvroType, nested: Map<string, string>): string {
  if (typeof type === 'string') return primitives[type] ?? type;
  if (Array.isArray(type))
    return type
      .map((branch) => typeSource(branch, nested))
      .sort(nullLast)
      .join(' | ');
  return complexSource(type, nested);
}

const nullLast = (a: string, b: string): number => Number(a === 'null') - Number(b === 'null');

function complexSource(type: Exclude<AvroType, string | AvroType[]>, nested: Map<string, string>): string {
  switch (type.type) {
    case 'record':
      return define(type as AvroRecord, nested, () => recordSource(type as AvroRecord, nested));
    case 'enum':
      return define(type as AvroEnum, nested, () => enumSource(type as AvroEnum));
    case 'fixed':
      return define(type as AvroFixed, nested, () => `export type ${(type as AvroFixed).name} = Buffer;`);
    case 'array':
      return `${parenthesized(typeSource((type as AvroArray).items, nested))}[]`;
    default:
      return primitives[type.type]!;
  }
}

const parenthesized = (source: string): string => (source.includes('|') ? `(${source})` : source);

/** A nested type is emitted once; two different ones of the same name would be one type to all who import it. */
function define(type: { name: string }, nested: Map<string, string>, source: () => string): string {
  const written = source();
  if ((nested.get(type.name) ?? written) !== written)
    throw new Error(`${type.name} is defined twice, and differently.`);
  nested.set(type.name, written);
  return type.name;
}

const enumSource = ({ name, doc, symbols }: AvroEnum): string =>
  `${docSource(doc)}export type ${name} = ${symbols.map((symbol) => `'${symbol}'`).join(' | ')};`;
