import { describe, expect, it } from '@jest/globals';
import { latest, type AvroField, type AvroType, type CataloguedSchema } from './catalogue.ts';
import { typesOf } from './types.ts';

const color: AvroType = {
  type: 'enum',
  name: 'Color',
  doc: 'A color.',
  symbols: ['UNKNOWN', 'RED'],
  default: 'UNKNOWN',
};

function catalogued(
  name: string,
  fields: AvroField[],
  kind: 'fact' | 'record' = 'fact',
  version = 1,
): CataloguedSchema {
  const file = `things/${name}/v${version}.avsc`;
  return {
    id: version,
    record: `things.${name}`,
    version,
    file,
    kind,
    schema: { type: 'record', name, doc: `${name} */ happened.`, fields },
  };
}

describe('types from schemas', () => {
  it('carry documentation, nullability, lists and the record name', () =>
    expect(
      typesOf([
        catalogued('Painted', [
          { name: 'color', type: color, doc: 'Its color.' },
          { name: 'at', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }], doc: 'When.' },
          { name: 'others', type: { type: 'array', items: 'Color' }, doc: 'Other colors.' },
          { name: 'gaps', type: { type: 'array', items: ['null', 'int'] }, doc: 'Numbers.' },
          { name: 'digest', type: { type: 'fixed', name: 'Digest', size: 32 }, doc: 'SHA-256.' },
        ]),
        catalogued('Washed', [{ name: 'original', type: 'bytes', doc: 'Bytes.' }], 'record'),
      ]),
    ).toBe(`// Generated from schemas/; not checked in.

/** A color. */
export type Color = 'UNKNOWN' | 'RED';

export type Digest = Buffer;

/** Painted *\\/ happened. */
export type Painted = {
  type: 'Painted';
  /** Its color. */
  color: Color;
  /** When. */
  at: number | null;
  /** Other colors. */
  others: Color[];
  /** Numbers. */
  gaps: (number | null)[];
  /** SHA-256. */
  digest: Digest;
};

/** Washed *\\/ happened. */
export type Washed = {
  type: 'Washed';
  /** Bytes. */
  original: Buffer;
};

/** A transaction event as a port system states it. */
export type TransactionFact = Painted;

/** Every record that travels on a topic. */
export type LandfallRecord = Painted | Washed;
`));

  it('name a shared type once', () => {
    const source = typesOf([
      catalogued('A', [{ name: 'c', type: color }]),
      catalogued('B', [{ name: 'c', type: color }]),
    ]);
    expect(source.match(/export type Color /g)).toHaveLength(1);
  });

  it('refuse two different types of one name', () => {
    const other: AvroType = { ...color, symbols: ['UNKNOWN'] };
    expect(() =>
      typesOf([catalogued('A', [{ name: 'c', type: color }]), catalogued('B', [{ name: 'c', type: other }])]),
    ).toThrow('Color is defined twice, and differently.');
  });

  it('follow the newest version', () => {
    const [old, recent] = [catalogued('A', [], 'fact', 1), catalogued('A', [], 'fact', 2)];
    expect(latest([recent, old])).toEqual([recent]);
  });
});
