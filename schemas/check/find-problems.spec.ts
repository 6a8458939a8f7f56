import { describe, expect, it } from '@jest/globals';
import type { AvroField, AvroRecord, AvroType, CatalogueEntry } from '../codegen/catalogue.ts';
import { findProblems } from './find-problems.ts';
import { readSnapshot, toSchemaFile, type Snapshot } from './snapshot.ts';

const head: AvroField[] = [
  { name: 'eventId', type: 'string', doc: 'Identity.' },
  { name: 'occurredAt', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When.' },
  { name: 'source', type: 'string', doc: 'Who says so.' },
];

const recordOf = (fields: AvroField[], name = 'Thing'): AvroRecord => ({
  type: 'record',
  name,
  namespace: 'landfall.things',
  doc: 'A thing.',
  fields: [...head, ...fields],
});

const field = (type: AvroType, more: Partial<AvroField> = {}): AvroField => ({
  name: 'note',
  type,
  doc: 'A note.',
  ...more,
});

const entryOf = (id: number, version: number, record = 'Thing'): CatalogueEntry => ({
  id,
  record: `landfall.things.${record}`,
  version,
  file: `things/${record}/v${version}.avsc`,
  kind: 'record',
});

/** A catalogue of the given versions of one record. */
const versions = (...schemas: AvroRecord[]): Snapshot =>
  snapshotOf(schemas.map((schema, index) => [entryOf(index + 1, index + 1), schema]));

const snapshotOf = (listed: [CatalogueEntry, unknown][]): Snapshot => ({
  entries: listed.map(([entry]) => entry),
  files: new Map(listed.map(([{ file }, schema]) => [file, toSchemaFile(Buffer.from(JSON.stringify(schema)))])),
});

const color = (...symbols: string[]) =>
  ({ type: 'enum', name: 'Color', doc: 'A color.', symbols, default: symbols[0]! }) as const;

const nullable = field(['null', 'string'], { default: null });
const first = recordOf([nullable]);

describe('the schemas of this repository', () => {
  it('are in order', () => expect(findProblems(readSnapshot(new URL('../', import.meta.url)))).toEqual([]));
});

describe('versions that evolve', () => {
  it('are in order when fields come and go with their defaults', () =>
    expect(
      findProblems(
        versions(
          first,
          recordOf([]),
          recordOf([field({ type: 'array', items: 'string' }, { name: 'tags', default: [] })]),
        ),
      ),
    ).toEqual([]));

  it('are in order when an enum gets a symbol and loses one', () =>
    expect(
      findProblems(versions(recordOf([field(color('UNKNOWN', 'RED'))]), recordOf([field(color('UNKNOWN', 'BLUE'))]))),
    ).toEqual([]));

  it.each<[string, AvroField, AvroField, string]>([
    [
      'a new field without a default',
      { ...nullable, name: 'other' },
      field('string'),
      'v2.avsc cannot read what things/Thing/v1.avsc wrote',
    ],
    [
      'a field with a default becoming one without',
      nullable,
      { ...nullable, name: 'more', type: 'int', default: undefined },
      'v2.avsc cannot read',
    ],
    ['a type that only widens', field('int'), field('long'), 'v1.avsc cannot read what things/Thing/v2.avsc wrote'],
    ['a field that becomes nullable', field('string'), nullable, 'v1.avsc cannot read what things/Thing/v2.avsc wrote'],
    ['a nested record of another name', field(nested('A'), {}), field(nested('B'), {}), 'cannot read'],
  ])('may not have %s', (_, before, after, sentence) => {
    const problems = findProblems(versions(recordOf([before]), recordOf([after])));
    expect(problems).toContainEqual(expect.stringContaining(sentence));
  });

  it('are compared with all earlier ones, not just the last', () => {
    const problems = findProblems(
      versions(recordOf([field('int')]), recordOf([]), recordOf([field('string', { default: '' })])),
    );
    expect(problems).toContainEqual(expect.stringContaining('v3.avsc cannot read what things/Thing/v1.avsc wrote'));
  });
});

function nested(name: string): AvroType {
  return { type: 'record', name, doc: 'Nested.', fields: [{ name: 'x', type: 'int', doc: 'X.' }] };
}

describe('a schema', () => {
  it.each<[string, AvroRecord, string]>([
    ['an undocumented field', recordOf([field('string', { doc: ' ' })]), 'Thing.note: has no doc'],
    ['an undocumented record', { ...first, doc: '' }, 'Thing: has no doc'],
    [
      'an undocumented field of a nested record',
      recordOf([
        field({ type: 'array', items: { type: 'record', name: 'N', doc: 'N.', fields: [{ name: 'x', type: 'int' }] } }),
      ]),
      'Thing.note.x: has no doc',
    ],
    ['an enum without UNKNOWN first', recordOf([field(color('RED', 'UNKNOWN'))]), 'needs UNKNOWN as its first symbol'],
    [
      'an enum without a default',
      recordOf([field({ ...color('UNKNOWN', 'RED'), default: undefined })]),
      'needs UNKNOWN as its first symbol and as its default',
    ],
    ['a nullable enum without UNKNOWN', recordOf([field(['null', color('RED')], { default: null })]), 'needs UNKNOWN'],
    ['an undocumented enum', recordOf([field({ ...color('UNKNOWN'), doc: '' })]), 'Thing.note (Color): has no doc'],
    ['a union of two values', recordOf([field(['string', 'int'])]), 'a union must be [null, X]'],
    ['a union with null last', recordOf([field(['string', 'null'], { default: '' })]), 'a union must be [null, X]'],
    ['a union of three', recordOf([field(['null', 'string', 'int'], { default: null })]), 'a union must be [null, X]'],
    ['a union of null alone', recordOf([field(['null'], { default: null })]), 'a union must be [null, X]'],
    ['a union in a list', recordOf([field({ type: 'array', items: ['int', 'string'] })]), 'a union must be [null, X]'],
    [
      'a default that says something',
      recordOf([field('string', { default: 'none' })]),
      'default "none" is not allowed',
    ],
    ['a number as default', recordOf([field('int', { default: 0 })]), 'default 0 is not allowed'],
    ['a float', recordOf([field('double')]), 'double is not exact'],
    ['a map', recordOf([field({ type: 'map', values: 'string' } as AvroType)]), 'a map is not used here'],
    [
      'another logical type',
      recordOf([field({ type: 'long', logicalType: 'timestamp-micros' })]),
      'timestamp-micros of long is not used here',
    ],
    ['a field named type', recordOf([field('string', { name: 'type' })]), 'must not have a field "type"'],
    ['no event id', { ...first, fields: first.fields.slice(1) }, 'needs a field eventId'],
    [
      'a time in another form',
      { ...first, fields: first.fields.map((each) => (each.name === 'occurredAt' ? { ...each, type: 'long' } : each)) },
      'needs a field occurredAt',
    ],
    ['no source', { ...first, fields: first.fields.filter(({ name }) => name !== 'source') }, 'needs a field source'],
    ['what is no record', color('UNKNOWN') as unknown as AvroRecord, 'a published schema is a record'],
    ['a type that there is not', recordOf([field('Nowhere')]), 'this is no Avro schema: undefined type name'],
    ['no fields', { type: 'record', name: 'Thing' } as AvroRecord, 'this is no Avro schema'],
    ['another name than the catalogue says', { ...first, name: 'Other' }, 'the schema is named landfall.things.Other'],
  ])('may not have %s', (_, schema, sentence) => {
    const problems = findProblems(versions(schema));
    expect(problems).toContainEqual(expect.stringContaining(sentence));
    expect(problems).toContainEqual(expect.stringMatching(/^things\/Thing\/v1\.avsc: .+\.$/));
  });

  it('of a fact may not hold bytes, which the JSON form does not have', () => {
    const withBytes = recordOf([field('bytes')]);
    expect(findProblems(versions(withBytes))).toEqual([]);
    expect(findProblems(snapshotOf([[{ ...entryOf(1, 1), kind: 'fact' }, withBytes]]))).toEqual([
      expect.stringContaining('bytes is binary'),
    ]);
  });
});

describe('the catalogue', () => {
  const other = recordOf([nullable], 'Other');

  it.each<[string, Snapshot, string]>([
    [
      'an id twice',
      snapshotOf([
        [entryOf(1, 1), first],
        [entryOf(1, 1, 'Other'), other],
      ]),
      'Schema id 1 is given twice',
    ],
    ['an id that does not fit', snapshotOf([[entryOf(2 ** 31, 1), first]]), 'is not a positive 32-bit integer'],
    ['a file that there is not', { entries: [entryOf(1, 1)], files: new Map() }, 'there is no such file'],
    ['a file missing from it', { ...versions(first), entries: [] }, 'things/Thing/v1.avsc is not listed'],
    [
      'a file twice',
      snapshotOf([
        [entryOf(1, 1), first],
        [entryOf(2, 1), first],
      ]),
      'is listed twice',
    ],
    [
      'a file that is not JSON',
      { entries: [entryOf(1, 1)], files: new Map([['things/Thing/v1.avsc', toSchemaFile(Buffer.from('{'))]]) },
      'is not JSON',
    ],
    [
      'a version left out',
      snapshotOf([
        [entryOf(1, 1), first],
        [entryOf(2, 3), first],
      ]),
      'has versions 1, 3',
    ],
    [
      'a file in another place',
      snapshotOf([[{ ...entryOf(1, 1), file: 'Thing.avsc' }, first]]),
      'belongs into things/Thing/v1.avsc',
    ],
    ['no kind', snapshotOf([[{ ...entryOf(1, 1), kind: 'thing' as 'fact' }, first]]), 'kind must be'],
    [
      'a record that is a fact in one version',
      snapshotOf([
        [entryOf(1, 1), first],
        [{ ...entryOf(2, 2), kind: 'fact' }, first],
      ]),
      'is a fact in one version',
    ],
    [
      'two records of one short name',
      snapshotOf([
        [entryOf(1, 1), first],
        [
          { ...entryOf(2, 1), record: 'landfall.others.Thing', file: 'others/Thing/v1.avsc' },
          { ...first, namespace: 'landfall.others' },
        ],
      ]),
      'Thing is the name of two records',
    ],
    [
      'a nested type that differs between records',
      snapshotOf([
        [entryOf(1, 1), recordOf([field(color('UNKNOWN', 'RED'))])],
        [entryOf(2, 1, 'Other'), recordOf([field(color('UNKNOWN'))], 'Other')],
      ]),
      'Color differs from Color in things/Thing/v1.avsc',
    ],
  ])('may not have %s', (_, snapshot, sentence) =>
    expect(findProblems(snapshot)).toContainEqual(expect.stringContaining(sentence)),
  );
});
