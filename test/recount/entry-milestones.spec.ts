import { describe, expect, it } from '@jest/globals';
import {
  IMPORTER,
  OTHER_IMPORTER,
  amounts,
  cancelled,
  corrected,
  examined,
  filed,
  liquidated,
  paid,
  released,
  shirtsOnly,
} from './facts.ts';
import { inAll, pictureOf } from './picture-of.ts';

const importer = `importer:${IMPORTER}`;
const otherImporter = `importer:${OTHER_IMPORTER}`;

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
