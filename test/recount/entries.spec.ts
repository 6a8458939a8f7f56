import { describe, expect, it } from '@jest/globals';
import {
  IMPORTER,
  OTHER_IMPORTER,
  amounts,
  billed,
  corrected,
  examined,
  filed,
  paid,
  refunded,
  released,
  shirtsOnly,
} from './facts.ts';
import { inAll, pictureOf } from './picture-of.ts';

const importer = `importer:${IMPORTER}`;
const otherImporter = `importer:${OTHER_IMPORTER}`;
const owed = { dutyOwed: 330_00, feesOwed: 56_07, taxesOwed: 5_00 };

describe('a filed summary', () => {
  it('counts for importer, broker and carrier', async () => {
    const cells = ['all', 'month:2026-01', 'port:2704'];
    const ofLaptops = { enteredValue: 10_000_00, feesOwed: 47_14 };
    const ofShirts = { enteredValue: 2_000_00, dutyOwed: 330_00, feesOwed: 6_93, taxesOwed: 5_00 };
    expect(await pictureOf(filed())).toEqual({
      [importer]: {
        ...inAll(cells, { entryCount: 1, enteredValue: 12_000_00, ...owed }),
        'chapter:84': ofLaptops,
        'country:CN': ofLaptops,
        'chapter:61': ofShirts,
        'country:VN': ofShirts,
        'status:filed': { declarationCount: 1 },
      },
      'broker:ABC': inAll(cells, { entryCount: 1, enteredValue: 12_000_00 }),
      'carrier:MAEU': inAll(cells, { entryCount: 1 }),
    });
  });

  it('adds lines of one chapter and country', async () => {
    const { lines } = filed() as unknown as { lines: object[] };
    const twice = await pictureOf(filed({ lines: [lines[1], { ...lines[1], lineNumber: 3 }] }));
    expect(twice[importer]!['chapter:61']).toEqual({
      enteredValue: 4_000_00,
      dutyOwed: 660_00,
      feesOwed: 13_86,
      taxesOwed: 10_00,
    });
  });

  it('may leave out what has a default', async () => {
    const picture = await pictureOf(
      filed({ headerFees: undefined, carrierCode: undefined, lines: [{ ...line(), fees: undefined }] }),
    );
    expect(picture[importer]!.all).toEqual({ entryCount: 1, enteredValue: 10_00 });
    expect(Object.keys(picture)).not.toContain('carrier:MAEU');
  });
});

const line = () => ({
  htsusNumber: '8471300100',
  countryOfOrigin: 'CN',
  enteredValueCents: 10_00,
  dutyCents: 0,
  taxesCents: 0,
});

describe('a corrected summary', () => {
  it('takes the place of the one before, with another importer, port and month', async () => {
    const change = {
      importerOfRecordNumber: OTHER_IMPORTER,
      portOfEntry: '4601',
      entryDate: '2026-02-01',
      ...shirtsOnly,
    };
    const picture = await pictureOf(filed(), paid(), corrected(change));
    expect(picture[importer]).toBeUndefined();
    expect(picture[otherImporter]).toMatchObject({
      all: {
        entryCount: 1,
        enteredValue: 2_000_00,
        dutyOwed: 330_00,
        feesOwed: 8_93,
        taxesOwed: 5_00,
        dutyPaid: 330_00,
      },
      'month:2026-02': { entryCount: 1, dutyPaid: 330_00 },
      'port:4601': { entryCount: 1, dutyPaid: 330_00 },
    });
    expect(picture[otherImporter]).not.toHaveProperty('chapter:84');
    expect(picture['broker:ABC']!.all).toEqual({ entryCount: 1, enteredValue: 2_000_00 });
  });

  it('of a lower version counts nothing', async () =>
    expect(await pictureOf(filed({ versionNumber: 5 }), corrected({ importerOfRecordNumber: OTHER_IMPORTER }))).toEqual(
      await pictureOf(filed({ versionNumber: 5 })),
    ));
});

describe('payments, refunds and bills', () => {
  it('add up by reference and source, and replace one another by version', async () => {
    const picture = await pictureOf(
      filed(),
      paid(),
      paid({ senderReference: 'R2', amounts: amounts(1_00) }),
      paid({ source: 'port-4601', amounts: amounts(2_00) }),
      paid({ source: 'port-4601', versionNumber: 1, amounts: amounts(4_00) }),
    );
    expect(picture[importer]!.all).toMatchObject({ dutyPaid: 335_00, feesPaid: 56_07, taxesPaid: 5_00 });
  });

  it('count in the month of their own date and at the port of the naming summary', async () => {
    const picture = await pictureOf(filed(), refunded(), billed());
    expect(picture[importer]).toMatchObject({
      'month:2026-03': { dutyRefunded: 10_00, feesRefunded: 1_00, interestRefunded: 2 },
      'month:2026-04': { billedTotal: 9_50, dutyOwed: 7_00, feesOwed: 2_00, interestOwed: 50 },
      'port:2704': { dutyOwed: 337_00, feesOwed: 58_07, interestOwed: 50, billedTotal: 9_50, dutyRefunded: 10_00 },
    });
  });

  it('for an increase at liquidation add nothing to what is owed', async () =>
    expect((await pictureOf(filed(), billed({ purpose: 'LIQUIDATION_INCREASE' })))[importer]!['month:2026-04']).toEqual(
      {
        billedTotal: 9_50,
      },
    ));
});

describe('an entry without a summary', () => {
  it('is unattributed, without a port of its own', async () =>
    expect(await pictureOf(paid())).toEqual({
      unattributed: inAll(['all', 'month:2026-02'], { dutyPaid: 330_00, feesPaid: 56_07, taxesPaid: 5_00 }),
    }));

  it('is the importer’s whom the release names, with its carrier', async () => {
    const picture = await pictureOf(paid(), released({ importerOfRecordNumber: IMPORTER, carrierCode: 'COSU' }));
    expect(picture[importer]).toMatchObject({
      all: { releaseCount: 1, dutyPaid: 330_00 },
      'port:2709': { releaseCount: 1 },
      'status:released': { declarationCount: 1 },
    });
    expect(picture['carrier:COSU']).toEqual(inAll(['all', 'month:2026-01', 'port:2709'], { releaseCount: 1 }));
    expect(picture).not.toHaveProperty('unattributed');
  });

  it('is unattributed where the release names nobody', async () =>
    expect((await pictureOf(released({ importerOfRecordNumber: null })))['unattributed']).toEqual({
      ...inAll(['all', 'month:2026-01', 'port:2709'], { releaseCount: 1 }),
      'status:released': { declarationCount: 1 },
    }));

  it('follows the summary, not the release, once there is one', async () => {
    const picture = await pictureOf(released({ importerOfRecordNumber: OTHER_IMPORTER, carrierCode: 'COSU' }), filed());
    expect(Object.keys(picture)).toEqual(['broker:ABC', 'carrier:MAEU', importer]);
    expect(picture['carrier:MAEU']!.all).toEqual({ entryCount: 1, releaseCount: 1 });
  });

  it('takes the carrier of the release where the summary names none', async () => {
    const picture = await pictureOf(released({ carrierCode: 'COSU' }), filed({ carrierCode: null }));
    expect(picture['carrier:COSU']!.all).toEqual({ entryCount: 1, releaseCount: 1 });
  });
});

describe('an examination', () => {
  it('counts at its own port, and not for the carrier', async () => {
    const picture = await pictureOf(filed(), examined());
    expect(picture[importer]!['port:3001']).toEqual({ examinationCount: 1 });
    expect(picture['carrier:MAEU']).not.toHaveProperty('port:3001');
  });
});
