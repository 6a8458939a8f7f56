import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  IMPORTER,
  amounts,
  billed,
  cancelled,
  corrected,
  filed,
  liquidated,
  paid,
  refunded,
  released,
  shirtsOnly,
} from './facts.ts';
import { identify } from './identity.mjs';
import { recount } from './recount.mjs';

const importer = `importer:${IMPORTER}`;

const count = (...given: object[]) =>
  recount(
    given.map((fact) => JSON.stringify(fact)),
    { ssnSecret: 'a secret' },
  );
type Recounted = Awaited<ReturnType<typeof recount>>;
type Printed = Recounted & { companies: Recounted['subAccounts'] };

const pictureOf = async (...given: object[]) => (await count(...given)).subAccounts;

describe('duplicates and conflicts', () => {
  it('count once and are told apart', async () => {
    const { counts, subAccounts } = await count(
      filed(),
      filed({ source: 'relay' }),
      filed(),
      filed({ carrierCode: 'MSCU' }),
      paid(),
    );
    expect(counts).toEqual({ facts: 5, distinct: 3, duplicates: 2, conflicts: 1 });
    const winner =
      identify(filed()).eventId > identify(filed({ carrierCode: 'MSCU' })).eventId ? 'carrier:MAEU' : 'carrier:MSCU';
    expect(Object.keys(subAccounts)).toEqual(['broker:ABC', winner, importer]);
  });

  it('does not take versions or other types for conflicts', async () => {
    const { counts } = await count(filed(), corrected(), corrected({ versionNumber: 1 }));
    expect(counts).toEqual({ facts: 3, distinct: 3, duplicates: 0, conflicts: 0 });
  });
});

describe('a social security number', () => {
  it('is hidden behind an HMAC', async () =>
    // printf 123456789 | openssl dgst -sha256 -hmac 'a secret'
    expect(Object.keys(await pictureOf(filed({ importerOfRecordNumber: '123-45-6789' })))).toContain(
      'importer:ssn-1a63be504c522cc6733213e87ab04fa5',
    ));

  it('cannot be counted without the secret', () =>
    expect(recount([JSON.stringify(filed({ importerOfRecordNumber: '123-45-6789' }))])).rejects.toThrow('secret'));
});

describe('the recount', () => {
  it('does not depend on the order in which facts arrive, or on how often', () => {
    const all = [
      filed(),
      corrected(),
      cancelled(),
      corrected({ versionNumber: 4, ...shirtsOnly }),
      paid(),
      released(),
      liquidated(),
      billed(),
      refunded(),
    ];
    return fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...all, ...all], { minLength: 18 }), async (shuffled) => {
        expect(await pictureOf(...shuffled)).toEqual(await pictureOf(...all));
      }),
      { numRuns: 20 },
    );
  });

  it('leaves out what comes to nothing', async () =>
    expect((await pictureOf(filed(), billed({ amounts: amounts(-330_00, -56_07, -5_00) })))[importer]!.all).toEqual({
      entryCount: 1,
      enteredValue: 12_000_00,
      billedTotal: -391_07,
    }));

  it('skips empty lines and refuses broken ones', async () => {
    expect((await recount(['', ' '])).counts.facts).toBe(0);
    await expect(recount(['', '{"type":'])).rejects.toThrow('fact 1 is no JSON');
  });
});

describe('the recount command', () => {
  it('prints counts, sub-accounts and the sums of companies', () => {
    const folder = mkdtempSync(join(tmpdir(), 'landfall-recount-'));
    const [facts, companies] = [join(folder, 'facts.ndjson'), join(folder, 'companies.json')];
    writeFileSync(facts, `${JSON.stringify(filed())}\n${JSON.stringify(paid())}\n`);
    writeFileSync(
      companies,
      JSON.stringify([{ name: 'Quillmoor Devices', importerNumbers: [IMPORTER], exporterNumber: null }]),
    );
    const command = fileURLToPath(new URL('./recount.mjs', import.meta.url));
    const printed = JSON.parse(
      execFileSync(process.execPath, [command, '--companies', companies, facts], { encoding: 'utf8' }),
    ) as Printed;
    rmSync(folder, { recursive: true });
    expect(printed.counts).toEqual({ facts: 2, distinct: 2, duplicates: 0, conflicts: 0 });
    expect(printed.companies['Quillmoor Devices']).toEqual(printed.subAccounts[importer]);
    expect(printed.subAccounts[importer]!.all).toMatchObject({ entryCount: 1, dutyPaid: 330_00 });
  });
});
