import { describe, expect, it } from '@jest/globals';
import { departed, exportFiled, moved } from './facts.ts';
import { inAll, pictureOf } from './picture-of.ts';

const exporter = 'exporter:12-3456789';

describe('an export', () => {
  it('counts for exporter, forwarder and carrier', async () => {
    const cells = ['all', 'month:2026-01', 'port:4701'];
    expect(await pictureOf(exportFiled())).toEqual({
      [exporter]: {
        ...inAll(cells, { exportCount: 1, exportValue: 750_00 }),
        'chapter:85': { exportValue: 700_00 },
        'chapter:90': { exportValue: 50_00 },
        'country:DE': { exportValue: 750_00 },
        'status:export-filed': { declarationCount: 1 },
      },
      'broker:XYZ': inAll(cells, { exportCount: 1, exportValue: 750_00 }),
      'carrier:LH': inAll(cells, { exportCount: 1 }),
    });
  });

  it('departs, with the carrier of the filing', async () => {
    const picture = await pictureOf(exportFiled(), departed());
    expect(picture[exporter]).toMatchObject({
      'month:2026-02': { departureCount: 1 },
      'port:4601': { departureCount: 1 },
      'status:export-departed': { declarationCount: 1 },
    });
    expect(picture[exporter]).not.toHaveProperty('status:export-filed');
    expect(picture['carrier:LH']!.all).toEqual({ exportCount: 1, departureCount: 1 });
    expect(picture['broker:XYZ']!.all).toEqual({ exportCount: 1, exportValue: 750_00 });
  });

  it('takes the carrier of the departure where the filing names none, and no broker where nobody forwarded', async () => {
    const picture = await pictureOf(exportFiled({ carrierCode: null, forwarderCode: null }), departed());
    expect(Object.keys(picture)).toEqual(['carrier:UA', exporter]);
    expect(picture['carrier:UA']!.all).toEqual({ exportCount: 1, departureCount: 1 });
  });

  it('is unattributed when it departs before it is filed', async () =>
    expect((await pictureOf(departed())).unattributed).toEqual({
      ...inAll(['all', 'month:2026-02', 'port:4601'], { departureCount: 1 }),
      'status:export-departed': { declarationCount: 1 },
    }));

  it('is the exporter’s of the highest version', async () => {
    const picture = await pictureOf(
      exportFiled({ versionNumber: 2, exporterNumber: '98-7654321' }),
      exportFiled({ versionNumber: 1 }),
    );
    expect(picture).not.toHaveProperty(exporter);
    expect(picture['exporter:98-7654321']!.all).toEqual({ exportCount: 1, exportValue: 750_00 });
  });
});

describe('a movement in bond', () => {
  const importer = 'importer:12-345678900';
  const named = { importerOfRecordNumber: '12-345678900' };

  it('counts each status, at the port where it happens, and stands in the highest', async () => {
    const picture = await pictureOf(
      moved('DEPARTED', named),
      moved('ARRIVED', { movedOn: '2026-03-12' }),
      moved('EXPORTED', { movedOn: '2026-04-01' }),
    );
    expect(picture).toEqual({
      [importer]: {
        all: { movementCount: 3 },
        'month:2026-03': { movementCount: 2 },
        'month:2026-04': { movementCount: 1 },
        'port:2704': { movementCount: 1 },
        'port:2304': { movementCount: 2 },
        'status:in-bond-exported': { declarationCount: 1 },
      },
      'carrier:BNSF': {
        all: { movementCount: 3 },
        'month:2026-03': { movementCount: 2 },
        'month:2026-04': { movementCount: 1 },
        'port:2704': { movementCount: 1 },
        'port:2304': { movementCount: 2 },
      },
    });
  });

  it('is the importer’s and the carrier’s that the latest status names', async () => {
    const picture = await pictureOf(
      moved('DEPARTED', { importerOfRecordNumber: '98-765432100' }),
      moved('ARRIVED', { ...named, carrierCode: 'CSXT' }),
      moved('EXPORTED', { importerOfRecordNumber: null, carrierCode: 'UP' }),
    );
    expect(Object.keys(picture)).toEqual(['carrier:UP', importer]);
    expect(picture[importer]!.all).toEqual({ movementCount: 3 });
  });

  it('is nobody’s where no status names an importer, but still its carrier’s', async () =>
    expect(Object.keys(await pictureOf(moved('DEPARTED'), moved('ARRIVED')))).toEqual(['carrier:BNSF']));

  it('has versions by status', async () => {
    const picture = await pictureOf(
      moved('ARRIVED', named),
      moved('ARRIVED', { ...named, versionNumber: 1, movedOn: '2026-05-01' }),
    );
    expect(picture[importer]).toEqual({
      ...inAll(['all', 'month:2026-05', 'port:2304'], { movementCount: 1 }),
      'status:in-bond-arrived': { declarationCount: 1 },
    });
  });
});
