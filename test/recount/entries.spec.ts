import { describe, expect, it } from '@jest/globals';
import {
  IMPORTER,
  OTHER_IMPORTER,
  amounts,
  billed,
  cancelled,
  corrected,
  examined,
  filed,
  liquidated,
  paid,
  refunded,
  released,
  shirtsOnly,
} from './facts.ts';
import { recount } from './recount.mjs';

const importer = `importer:${IMPORTER}`;
const otherImporter = `importer:${OTHER_IMPORTER}`;

const pictureOf = async (...given: object[]) => (await recount(given.map((fact) => JSON.stringify(fact)))).subAccounts;
const owed = { dutyOwed: 330_00, feesOwed: 56_07, taxesOwed: 5_00 };
const inAll = (cells: string[], measures: object) => Object.fromEntries(cells.map((cell) => [cell, measures]));

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

describe('a liquidation', () => {
  it('takes the place of the estimate', async () => {
    const picture = await pictureOf(filed(), liquidated());
    expect(picture[importer]!.all).toMatchObject({
      dutyOwed: 400_00,
      feesOwed: 56_07,
      taxesOwed: 5_00,
      interestOwed: 3_00,
      liquidationCount: 1,
    });
    expect(picture[importer]!['month:2026-11']).toEqual({ dutyOwed: 70_00, interestOwed: 3_00, liquidationCount: 1 });
    expect(picture[importer]!['port:2704']).toMatchObject({ dutyOwed: 400_00 });
    expect(picture[importer]!['chapter:61']).toMatchObject({ dutyOwed: 330_00 });
  });

  it('follows a correction of the estimate', async () =>
    expect((await pictureOf(filed(), liquidated(), corrected(shirtsOnly)))[importer]!['month:2026-11']).toMatchObject({
      dutyOwed: 70_00,
      feesOwed: 47_14,
    }));

  it('counts in full where there is no summary', async () =>
    expect((await pictureOf(liquidated()))['unattributed']!.all).toEqual({
      dutyOwed: 400_00,
      feesOwed: 56_07,
      taxesOwed: 5_00,
      interestOwed: 3_00,
      liquidationCount: 1,
    }));

  it('is replaced by a reliquidation, which may be for less', async () => {
    const picture = await pictureOf(
      filed(),
      liquidated(),
      liquidated({ versionNumber: 2, liquidatedOn: '2027-01-15', assessed: amounts(100_00, 56_07, 5_00) }),
    );
    expect(picture[importer]!.all).toMatchObject({ dutyOwed: 100_00, liquidationCount: 1 });
    expect(picture[importer]!['month:2027-01']).toEqual({ dutyOwed: -230_00, liquidationCount: 1 });
    expect(picture[importer]).not.toHaveProperty('month:2026-11');
  });
});

describe('a cancelled entry', () => {
  it('no longer counts; what was paid still does, with the importer and port of its summary', async () => {
    expect(await pictureOf(filed(), paid(), released(), cancelled(), liquidated())).toEqual({
      [importer]: {
        all: {
          cancelledCount: 1,
          dutyPaid: 330_00,
          feesPaid: 56_07,
          taxesPaid: 5_00,
          releaseCount: 1,
          liquidationCount: 1,
        },
        'month:2026-01': { releaseCount: 1 },
        'month:2026-02': { cancelledCount: 1, dutyPaid: 330_00, feesPaid: 56_07, taxesPaid: 5_00 },
        'month:2026-11': { liquidationCount: 1 },
        'port:2704': { cancelledCount: 1, dutyPaid: 330_00, feesPaid: 56_07, taxesPaid: 5_00, liquidationCount: 1 },
        'port:2709': { releaseCount: 1 },
        'status:cancelled': { declarationCount: 1 },
      },
      'carrier:MAEU': inAll(['all', 'month:2026-01', 'port:2709'], { releaseCount: 1 }),
    });
  });

  it('is named by the highest summary below the cancellation', async () =>
    expect(
      Object.keys(await pictureOf(filed(), corrected({ importerOfRecordNumber: OTHER_IMPORTER }), cancelled())),
    ).toEqual([otherImporter]));

  it('is unattributed without a summary', async () =>
    expect(await pictureOf(cancelled())).toEqual({
      unattributed: {
        ...inAll(['all', 'month:2026-02'], { cancelledCount: 1 }),
        'status:cancelled': { declarationCount: 1 },
      },
    }));

  it('counts again when a correction ranks above the cancellation', async () => {
    const picture = await pictureOf(filed(), cancelled(), corrected({ versionNumber: 4 }));
    expect(picture).toEqual(await pictureOf(filed()));
  });
});

describe('the status of an entry', () => {
  it.each([
    [[filed()], 'status:filed'],
    [[filed(), released()], 'status:released'],
    [[filed(), released(), liquidated()], 'status:liquidated'],
    [[filed(), liquidated()], 'status:liquidated'],
    [[filed(), paid(), examined()], 'status:filed'],
  ])('%#: the highest milestone alone, at the importer alone', async (given, status) => {
    const picture = await pictureOf(...given);
    const statuses = Object.entries(picture).flatMap(([node, cells]) =>
      Object.entries(cells).map(([cell, measures]) => [node, cell, measures] as const),
    );
    expect(statuses.filter(([, cell]) => cell.startsWith('status:'))).toEqual([
      [importer, status, { declarationCount: 1 }],
    ]);
  });
});
