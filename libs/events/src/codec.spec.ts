import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeRecord, encodeRecord } from './codec.ts';
import { catalogue } from './generated/catalogue.ts';
import type { CargoReleased, DutyPaid, LandfallRecord } from './generated/types.ts';
import { arbitraryFact, arbitraryRecord } from './testing/arbitrary-record.ts';

const paid: DutyPaid = {
  type: 'DutyPaid',
  eventId: '48808c201255077c40e0e0a421e46554',
  occurredAt: 1_768_921_200_000,
  source: 'port-2704',
  senderReference: 'P-é',
  versionNumber: 1,
  preparedAt: null,
  controlNumber: '7',
  entryNumber: 'ABC12345676',
  paidOn: 20_473,
  amounts: { dutyCents: 125_000, feesCents: -(2 ** 52), taxesCents: 0, interestCents: 2 ** 52 },
  method: 'ACH_CREDIT',
  statementNumber: null,
  payerUnitNumber: null,
};

// Written by an independent program from the Avro specification; the last byte is the branch of payerUnitNumber.
const PAID_BYTES =
  '000000001140343838303863323031323535303737633430653065306134323165343635353480d6dbbefb6612706f72742d32373034' +
  '08502dc3a9020200020237164142433132333435363736f2bf0290a10fffffffffffffff0f008080808080808010040000';

const withAmount = (dutyCents: number): DutyPaid => ({ ...paid, amounts: { ...paid.amounts, dutyCents } });

const refusal = (code: string, retryable = false): Error =>
  expect.objectContaining({ name: 'LandfallError', code, retryable }) as unknown as Error;

describe('encoding', () => {
  it('writes the magic byte, the schema id and the Avro body', () =>
    expect(encodeRecord(paid).toString('hex')).toBe(PAID_BYTES));

  it('answers bytes of their own, not the buffer that the next record reuses', () => {
    const bytes = encodeRecord(paid);
    encodeRecord({ ...paid, source: 'another-port' });
    expect(bytes.toString('hex')).toBe(PAID_BYTES);
  });

  it('grows to a record of any size, and is right afterwards', () => {
    const large = { ...paid, senderReference: 'x'.repeat(3_000_000) };
    expect(decodeRecord(encodeRecord(large))).toEqual(large);
    expect(encodeRecord(paid).toString('hex')).toBe(PAID_BYTES);
  });

  it.each([2 ** 52 + 1, -(2 ** 52) - 1, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1e300])(
    'refuses a number that would not be exact: %p',
    (amount) => expect(() => encodeRecord(withAmount(amount))).toThrow(refusal('VALUE_OUT_OF_RANGE')),
  );

  it.each([0.5, NaN, Infinity, '1', null, undefined, 1n])('refuses %p as an amount', (amount) =>
    expect(() => encodeRecord(withAmount(amount as number))).toThrow(refusal('RECORD_INVALID')),
  );

  it('refuses a list that no reader would take', () =>
    fc.assert(
      fc.property(arbitraryRecord('CargoReleased'), (record) => {
        const released = { ...record, containerNumbers: Array<string>(10_001).fill('') } as CargoReleased;
        expect(() => encodeRecord(released)).toThrow(refusal('TOO_MANY_ITEMS'));
      }),
      { numRuns: 1 },
    ));

  it('refuses what the catalogue does not name', () =>
    expect(() => encodeRecord({ ...paid, type: 'Unheard' } as unknown as LandfallRecord)).toThrow(
      refusal('RECORD_INVALID'),
    ));
});

describe('decoding', () => {
  it('gives back every record that was encoded, with its type', () =>
    fc.assert(
      fc.property(fc.oneof(...catalogue.map(({ schema }) => arbitraryRecord(schema.name))), (record) =>
        expect(decodeRecord(encodeRecord(record))).toEqual(record),
      ),
      { numRuns: 500 },
    ));

  it('gives plain members that spread', () =>
    expect({ ...decodeRecord(Buffer.from(PAID_BYTES, 'hex')) }).toEqual(paid));

  it('asks to try an unknown schema again, since the producer may be newer', () => {
    const bytes = encodeRecord(paid);
    bytes.writeUInt32BE(4_000_000_000, 1);
    expect(() => decodeRecord(bytes)).toThrow(refusal('UNKNOWN_SCHEMA', true));
  });

  it.each([
    ['nothing', ''],
    ['less than a header', '00000000'],
    ['another magic byte', `01${PAID_BYTES.slice(2)}`],
    ['JSON', Buffer.from(JSON.stringify(paid)).toString('hex')],
    ['a byte too many', `${PAID_BYTES}00`],
    ['an enum index beyond the symbols', `${PAID_BYTES.slice(0, -6)}7e0000`],
    ['a union index beyond the branches', `${PAID_BYTES.slice(0, -2)}08`],
  ])('refuses %s', (_, hex) =>
    expect(() => decodeRecord(Buffer.from(hex, 'hex'))).toThrow(refusal('UNDECODABLE_RECORD')),
  );

  it('refuses every beginning of a record', () => {
    const bytes = encodeRecord(paid);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => decodeRecord(bytes.subarray(0, end))).toThrow(refusal('UNDECODABLE_RECORD'));
    }
  });

  it('answers bytes from anywhere with a record or a coded refusal, at once', () =>
    fc.assert(
      fc.property(
        arbitraryFact,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (fact, changes) => {
          const bytes = encodeRecord(fact);
          for (const [at, value] of changes) bytes[5 + (at % (bytes.length - 5))] = value;
          const before = performance.now();
          expect(codeOf(bytes)).toMatch(/^(DECODED|UNDECODABLE_RECORD)$/);
          expect(performance.now() - before).toBeLessThan(200);
        },
      ),
      { numRuns: 1_000 },
    ));
});

function codeOf(bytes: Buffer): string {
  try {
    decodeRecord(bytes);
    return 'DECODED';
  } catch (error) {
    return (error as { code: string }).code;
  }
}
