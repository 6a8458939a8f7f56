import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { transactionFactFromJson } from '@landfall/events';
import { lineJson, NOW, paymentJson, summaryJson } from '../../testing/facts.ts';
import { isFactType } from '../fact-types.ts';
import { moneyFields } from './amount-checks.ts';
import { dateFields, timeFields } from './date-checks.ts';
import { checks, problemsOf } from './index.ts';

const DAY = 86_400_000;

function findingsOf(json: Record<string, unknown>): string[] {
  const read = transactionFactFromJson(json);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return problemsOf(read.fact, { now: NOW }).map(({ code, pointer }) => `${code} ${pointer}`);
}

const exportJson = (members: Record<string, unknown>): Record<string, unknown> => ({
  type: 'ExportFiled',
  occurredAt: '2026-01-15T12:00:00.000Z',
  source: 'port-2704',
  senderReference: 'X-1',
  itn: 'X20260115000001',
  exporterNumber: '12-3456789',
  portOfExport: '2704',
  exportDate: '2026-01-16',
  countryOfDestination: 'JP',
  modeOfTransport: '11',
  lines: [
    {
      lineNumber: 1,
      scheduleBNumber: '8471300100',
      valueCents: 100,
      quantityThousandths: 1000,
      unit: 'NO',
      origin: 'DOMESTIC',
    },
  ],
  ...members,
});

const movementJson = (members: Record<string, unknown>): Record<string, unknown> => ({
  type: 'InBondMoved',
  occurredAt: '2026-01-15T12:00:00.000Z',
  source: 'port-2704',
  senderReference: 'M-1',
  inBondNumber: '123456789',
  inBondType: '61',
  status: 'DEPARTED',
  movedOn: '2026-01-15',
  originPort: '2704',
  destinationPort: '3901',
  carrierCode: 'MAEU',
  ...members,
});

describe('the checks', () => {
  it.each([
    ['a payment', paymentJson()],
    ['a payment that names its payer', paymentJson({ payerUnitNumber: '012345' })],
    ['a payment by check', paymentJson({ method: 'CHECK', payerUnitNumber: null })],
    ['an entry summary', summaryJson()],
    ['an export', exportJson({})],
    ['a movement', movementJson({})],
    ['a fact from tomorrow, by clocks that differ', paymentJson({ occurredAt: new Date(NOW + DAY).toISOString() })],
  ])('have nothing to say about %s that is right', (_what, json) => expect(findingsOf(json)).toEqual([]));

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a source that breaks series names', paymentJson({ source: 'port/2704' }), ['SOURCE_FORM /source']],
    ['an entry number with hyphens', paymentJson({ entryNumber: 'ABC-1234567-6' }), ['ENTRY_NUMBER_FORM /entryNumber']],
    [
      'an entry number of another check digit',
      paymentJson({ entryNumber: 'ABC12345675' }),
      ['ENTRY_NUMBER_CHECK_DIGIT /entryNumber'],
    ],
    [
      'an importer number without hyphens',
      summaryJson({ importerOfRecordNumber: '12345678900' }),
      ['IMPORTER_NUMBER_FORM /importerOfRecordNumber'],
    ],
    [
      'a consignee without suffix',
      summaryJson({ consigneeNumber: '12-3456789' }),
      ['IMPORTER_NUMBER_FORM /consigneeNumber'],
    ],
    [
      'an exporter with a social security number',
      exportJson({ exporterNumber: '123-45-6789' }),
      ['EXPORTER_NUMBER_FORM /exporterNumber'],
    ],
    ['an ITN of month 13', exportJson({ itn: 'X20261301000001' }), ['ITN_FORM /itn']],
    [
      'an in-bond number of ten digits',
      movementJson({ inBondNumber: '1234567890' }),
      ['IN_BOND_NUMBER_FORM /inBondNumber'],
    ],
    ['a port by name', summaryJson({ portOfEntry: 'LAX' }), ['PORT_CODE_FORM /portOfEntry']],
    [
      'both ports of a movement',
      movementJson({ originPort: '27', destinationPort: '' }),
      ['PORT_CODE_FORM /originPort', 'PORT_CODE_FORM /destinationPort'],
    ],
    [
      'a tariff number with dots',
      summaryJson({ lines: [lineJson({ htsusNumber: '8471.30.01' })] }),
      ['TARIFF_NUMBER_FORM /lines/0/htsusNumber'],
    ],
    [
      'a country by name',
      summaryJson({ lines: [lineJson({ countryOfOrigin: 'China' })] }),
      ['COUNTRY_CODE_FORM /lines/0/countryOfOrigin'],
    ],
    ['a carrier in small letters', summaryJson({ carrierCode: 'maeu' }), ['CARRIER_CODE_FORM /carrierCode']],
    ['a filer code of four', exportJson({ forwarderCode: 'ABCD' }), ['FILER_CODE_FORM /forwarderCode']],
    [
      'a container without its check digit',
      summaryJson({ containerNumbers: ['CSQU3054383', 'CSQU305438'] }),
      ['CONTAINER_NUMBER_FORM /containerNumbers/1'],
    ],
    [
      'a container of another check digit',
      summaryJson({ containerNumbers: ['CSQU3054384'] }),
      ['CONTAINER_CHECK_DIGIT /containerNumbers/0'],
    ],
    ['an empty reference', paymentJson({ senderReference: '' }), ['REFERENCE_FORM /senderReference']],
    ['a control number with a line feed', paymentJson({ controlNumber: '1\n2' }), ['REFERENCE_FORM /controlNumber']],
    [
      "a payer's unit number of five digits",
      paymentJson({ payerUnitNumber: '12345' }),
      ['PAYER_UNIT_NUMBER_FORM /payerUnitNumber'],
    ],
    [
      "a payer's unit number in letters, on a check",
      paymentJson({ payerUnitNumber: 'A12345', method: 'CHECK' }),
      ['PAYER_UNIT_NUMBER_FORM /payerUnitNumber', 'PAYER_UNIT_NUMBER_METHOD /payerUnitNumber'],
    ],
    [
      "a payer's unit number on an ACH credit",
      paymentJson({ payerUnitNumber: '123456', method: 'ACH_CREDIT' }),
      ['PAYER_UNIT_NUMBER_METHOD /payerUnitNumber'],
    ],
    ['version 0', paymentJson({ versionNumber: 0 }), ['VERSION_NUMBER_RANGE /versionNumber']],
    ['an entry type of one digit', summaryJson({ entryType: '1' }), ['ENTRY_TYPE_FORM /entryType']],
    [
      'a mode of transport in words',
      summaryJson({ modeOfTransport: 'vessel' }),
      ['MODE_OF_TRANSPORT_FORM /modeOfTransport'],
    ],
    ['an in-bond type that is none', movementJson({ inBondType: '64' }), ['IN_BOND_TYPE /inBondType']],
    ['a movement of unknown status', movementJson({ status: 'UNKNOWN' }), ['MOVEMENT_STATUS_UNKNOWN /status']],
    [
      'a fee class in words',
      summaryJson({ headerFees: [{ classCode: 'MPF', amountCents: 1 }] }),
      ['FEE_CLASS_FORM /headerFees/0/classCode'],
    ],
    ['a date of 1926', paymentJson({ paidOn: '1926-01-20' }), ['DATE_IMPLAUSIBLE /paidOn']],
    ['a date of 2062', paymentJson({ paidOn: '2062-01-20' }), ['DATE_IMPLAUSIBLE /paidOn']],
    ['a time of 2062', paymentJson({ occurredAt: '2062-12-01T00:00:00.000Z' }), ['TIME_IMPLAUSIBLE /occurredAt']],
    [
      'a preparation time of 1970',
      paymentJson({ preparedAt: '1970-01-01T00:00:00Z' }),
      ['TIME_IMPLAUSIBLE /preparedAt'],
    ],
    ['no lines', summaryJson({ lines: [] }), ['LINE_COUNT /lines']],
    [
      'a thousand lines',
      summaryJson({ lines: Array.from({ length: 1000 }, (_, i) => lineJson({ lineNumber: (i % 999) + 1 })) }),
      ['LINE_COUNT /lines', 'LINE_NUMBER_REPEATED /lines/999/lineNumber'],
    ],
    ['line 0', summaryJson({ lines: [lineJson({ lineNumber: 0 })] }), ['LINE_NUMBER_RANGE /lines/0/lineNumber']],
    [
      'a line twice',
      summaryJson({ lines: [lineJson(), lineJson({ lineNumber: 2 }), lineJson()] }),
      ['LINE_NUMBER_REPEATED /lines/2/lineNumber'],
    ],
    [
      'a payment below nothing',
      paymentJson({ amounts: { dutyCents: -1, feesCents: 0, taxesCents: 0, interestCents: 0 } }),
      ['MONEY_NEGATIVE /amounts/dutyCents'],
    ],
    [
      'a fee below nothing',
      summaryJson({ lines: [lineJson({ fees: [{ classCode: '499', amountCents: -5 }] })] }),
      ['MONEY_NEGATIVE /lines/0/fees/0/amountCents'],
    ],
    [
      'more than the world has',
      summaryJson({ lines: [lineJson({ enteredValueCents: 2 ** 52 })] }),
      ['MONEY_TOO_LARGE '],
    ],
    [
      'a quantity below nothing',
      summaryJson({ lines: [lineJson({ quantityThousandths: -1 })] }),
      ['QUANTITY_NEGATIVE /lines/0/quantityThousandths'],
    ],
  ])('find %s', (_what, json, expected) => expect(findingsOf(json)).toEqual(expected));

  it('say which check digit would be right, and where that is written', () => {
    const read = transactionFactFromJson(paymentJson({ entryNumber: 'ABC12345675' }));
    expect(read.ok && problemsOf(read.fact, { now: NOW })).toEqual([
      {
        code: 'ENTRY_NUMBER_CHECK_DIGIT',
        pointer: '/entryNumber',
        reason: 'The check digit of ABC-1234567 is 6, not 5.',
        citation: 'CATAIR Appendix E',
      },
    ]);
  });

  it('tell at most twenty problems', () =>
    expect(
      findingsOf(
        summaryJson({ lines: Array.from({ length: 50 }, (_, i) => lineJson({ lineNumber: i + 1, htsusNumber: '1' })) }),
      ),
    ).toHaveLength(20));

  it('have a code each', () => expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length));
});

describe('the tables of fields', () => {
  type Field = { name: string; type: Avro };
  type Avro = string | Avro[] | { type: Avro; logicalType?: string; fields?: Field[]; items?: Avro; name?: string };
  const schemas = new URL('../../../../../schemas/transactions/', import.meta.url);
  const facts = readdirSync(schemas).filter(isFactType);
  const named = new Map<string, Avro>();
  const found: { path: string; logicalType: string | undefined }[] = [];

  function walk(avro: Avro, path: string): void {
    const schema = typeof avro === 'string' ? (named.get(avro) ?? avro) : avro;
    if (typeof schema === 'string') return void found.push({ path, logicalType: undefined });
    if (Array.isArray(schema)) return walk(schema.find((branch) => branch !== 'null')!, path);
    if (schema.name !== undefined) named.set(schema.name, schema);
    if (schema.fields)
      return schema.fields.forEach((field) => walk(field.type, path === '' ? field.name : `${path}/${field.name}`));
    if (schema.items) return walk(schema.items, `${path}/*`);
    found.push({ path, logicalType: schema.logicalType });
  }

  for (const fact of facts) {
    for (const version of readdirSync(new URL(fact, schemas)))
      walk(JSON.parse(readFileSync(new URL(`${fact}/${version}`, schemas), 'utf8')) as Avro, '');
  }
  const pathsWhere = (is: (leaf: { path: string; logicalType: string | undefined }) => boolean): string[] =>
    [...new Set(found.filter(is).map(({ path }) => path))].sort();

  it('know all twelve facts', () => expect(facts).toHaveLength(12));
  it('leave out no date', () =>
    expect(pathsWhere(({ logicalType }) => logicalType === 'date')).toEqual([...dateFields].sort()));
  it('leave out no time', () =>
    expect(pathsWhere(({ logicalType }) => logicalType === 'timestamp-millis')).toEqual([...timeFields].sort()));
  it('leave out no money', () =>
    expect(pathsWhere(({ path }) => path.endsWith('Cents'))).toEqual([...moneyFields].sort()));
});
