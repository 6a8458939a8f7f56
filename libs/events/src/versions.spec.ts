import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseBounded } from './bounded-types.ts';
import { decodeRecord, encodeRecord, encodeRecordAs } from './codec.ts';
import { identify } from './fact-json.ts';
import { catalogue, type Catalogued } from './generated/catalogue.ts';
import type { DutyPaid, LandfallRecord } from './generated/types.ts';
import { schemaOf } from './schema-model.ts';
import { arbitraryRecord } from './testing/arbitrary-record.ts';

const HEADER = 5;

const paid: DutyPaid = {
  type: 'DutyPaid',
  eventId: '48808c201255077c40e0e0a421e46554',
  occurredAt: 1_768_921_200_000,
  source: 'port-2704',
  senderReference: 'P-1',
  versionNumber: 1,
  preparedAt: null,
  controlNumber: null,
  entryNumber: 'ABC12345676',
  paidOn: 20_473,
  amounts: { dutyCents: 125_000, feesCents: 3_358, taxesCents: 0, interestCents: 0 },
  method: 'ACH_DEBIT',
  statementNumber: null,
  payerUnitNumber: null,
};
const named: DutyPaid = { ...paid, payerUnitNumber: '012345' };

const refusal = (what: RegExp): Error =>
  expect.objectContaining({ code: 'RECORD_INVALID', message: expect.stringMatching(what) }) as unknown as Error;

const older = catalogue.filter(({ version, schema }) => version < newestOf(schema.name).version);

function newestOf(name: string): Catalogued {
  const versions = catalogue.filter(({ schema }) => schema.name === name);
  return versions.reduce((newest, each) => (each.version > newest.version ? each : newest));
}

/** The record with its default wherever the version lacks a field. */
function asToldIn({ schema }: Catalogued, record: LandfallRecord): LandfallRecord {
  const known = new Set(schema.fields.map(({ name }) => name));
  const missing = schemaOf(schema.name)!.fields.filter(({ name }) => !known.has(name));
  return { ...record, ...Object.fromEntries(missing.map((field) => [field.name, field.default])) };
}

describe('an older version of a record', () => {
  it('is there for payments', () => expect(older.map(({ schema }) => schema.name)).toContain('DutyPaid'));

  it('carries the id of its own, and none of the newer fields', () => {
    const [first, second] = [encodeRecordAs(paid, 1), encodeRecordAs(paid, 2)];
    expect([first.readUInt32BE(1), second.readUInt32BE(1)]).toEqual(
      [1, 2].map(
        (version) => catalogue.find((each) => each.schema.name === 'DutyPaid' && each.version === version)!.id,
      ),
    );
    expect(second).toEqual(encodeRecord(paid));
    expect(second.subarray(HEADER)).toEqual(Buffer.concat([first.subarray(HEADER), Buffer.from([0])]));
  });

  it.each(older.map((each) => [`${each.schema.name} v${each.version}`, each] as const))(
    'is read as the newest, with defaults for what it lacks: %s',
    (_, each) =>
      fc.assert(
        fc.property(arbitraryRecord(each.schema.name), (record) => {
          const told = asToldIn(each, record);
          expect(decodeRecord(encodeRecordAs(told, each.version))).toEqual(told);
        }),
      ),
  );

  it.each(older.map((each) => [`${each.schema.name} v${each.version}`, each] as const))(
    'reads the newest, without what it does not know: %s',
    (_, { schema }) => {
      const reader = parseBounded(schema);
      const resolver = reader.createResolver(parseBounded(newestOf(schema.name).schema));
      fc.assert(
        fc.property(arbitraryRecord(schema.name), (record) => {
          const bytes = encodeRecord(record);
          const decoded: unknown = reader.decode(bytes, HEADER, resolver);
          const valueOf = (name: string) => (record as Record<string, unknown>)[name];
          const known = schema.fields.map(({ name }) => [name, valueOf(name)] as const);
          expect(decoded).toEqual({ value: Object.fromEntries(known), offset: bytes.length });
        }),
      );
    },
  );

  it('is the same fact: neither what is hashed nor its identity changes', () => {
    const [first, second] = [1, 2].map((version) => decodeRecord(encodeRecordAs(paid, version)) as DutyPaid);
    expect(first).toEqual(second);
    expect(identify(first!).eventId).toBe(identify(second!).eventId);
    // As it was identified when there was one version.
    expect(identify(first!).eventId).toBe('48808c201255077c40e0e0a421e46554');
    expect(identify(named).eventId).not.toBe(identify(paid).eventId);
  });

  it('refuses what it has no room for, and names it', () =>
    expect(() => encodeRecordAs(named, 1)).toThrow(refusal(/DutyPaid version 1 cannot hold payerUnitNumber\./)));

  it('refuses a version that there is not', () => {
    expect(() => encodeRecordAs(paid, 99)).toThrow(refusal(/version 99 is not in the catalogue/));
    expect(() => encodeRecordAs({ ...paid, type: 'Unheard' } as never, 1)).toThrow(refusal(/Unheard version 1/));
  });
});
