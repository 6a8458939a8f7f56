import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dump } from '@landfall/account-consolidation';
import { sampleCompanies, sampleFacts } from '@landfall/sample';
import type { StartedService } from '@landfall/testing';
import { recount } from '../recount/recount.mjs';
import { perCompany } from '../recount/per-company.mjs';
import { SECRET, Stage, type Consolidation } from './stage.ts';

type Cells = Record<string, Record<string, number>>;

const options = { seed: 42, facts: 10_000 };
const lines = [...sampleFacts(options)].map((fact) => JSON.stringify(fact));
let stage: Stage;
let ingest: StartedService;
let service: StartedService;
let consolidation: Consolidation;

beforeAll(async () => {
  stage = await new Stage().open();
  consolidation = await stage.consolidation();
  [ingest, service] = await Promise.all([stage.ingest(), consolidation.start()]);
}, 120_000);

afterAll(() => stage.close(), 60_000);

describe('a sample published to ingest as a port system would', () => {
  it('gets one receipt a fact, all accepted', async () => {
    const response = await fetch(`${ingest.url}/v1/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${lines.join('\n')}\n`,
    });
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: lines.length, rejected: 0 });
  }, 60_000);

  it('is consolidated into the figures that a recount of the files gives, for every sub-account and company', async () => {
    await consolidation.drained();
    const expected = await recount(lines, { ssnSecret: SECRET });
    const figures = await figuresOf(consolidation);
    expect(Object.keys(figures).sort()).toEqual(Object.keys(expected.subAccounts).sort());
    for (const [node, cells] of Object.entries(expected.subAccounts))
      expect({ node, cells: figures[node] }).toEqual({ node, cells });
    const companies = [...sampleCompanies(options)];
    expect(perCompany(figures, companies, { ssnSecret: SECRET })).toEqual(
      perCompany(expected.subAccounts, companies, { ssnSecret: SECRET }),
    );
  }, 120_000);

  it('accounts for every fact, by the broker and the stores alone', async () => {
    const { counts } = await recount(lines, { ssnSecret: SECRET });
    const lanes = await stage.counts(consolidation.collections);
    for (const { consumed, applied, duplicates, conflicts, quarantined } of lanes) {
      expect(applied + duplicates + conflicts + quarantined).toBe(consumed);
    }
    const sum = (part: 'duplicates' | 'conflicts' | 'applied') => lanes.reduce((total, lane) => total + lane[part], 0);
    expect({ duplicates: sum('duplicates'), conflicts: sum('conflicts'), applied: sum('applied') }).toEqual({
      duplicates: counts.duplicates,
      conflicts: counts.conflicts,
      applied: counts.distinct - counts.conflicts,
    });
  }, 60_000);

  it('shows the same picture over HTTP', async () => {
    const expected = await recount(lines, { ssnSecret: SECRET });
    const [node, cells] = Object.entries(expected.subAccounts).find(([name]) => name.startsWith('importer:'))!;
    const picture = (await (await fetch(`${service.url}/v1/accounts/${node}`)).json()) as {
      totals: object;
      byPort: { port: string }[];
    };
    expect(picture.totals).toEqual(cells['all']);
    expect(picture.byPort.map(({ port, ...amounts }) => [`port:${port}`, amounts])).toEqual(
      Object.entries(cells)
        .filter(([name]) => name.startsWith('port:'))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }, 60_000);
});

/** Sums the figures of a dump over lanes and years. */
async function figuresOf({ collections }: Consolidation): Promise<Record<string, Cells>> {
  const sums: Record<string, Cells> = {};
  for await (const line of dump(collections)) {
    const { record, node, cells } = JSON.parse(line) as { record: string; node: string; cells: Cells };
    if (record !== 'figures') continue;
    for (const [name, amounts] of Object.entries(cells)) {
      for (const [measure, amount] of Object.entries(amounts)) {
        const cell = ((sums[node] ??= {})[name] ??= {});
        cell[measure] = (cell[measure] ?? 0) + amount;
      }
    }
  }
  return withoutNothing(sums);
}

function withoutNothing(sums: Record<string, Cells>): Record<string, Cells> {
  const keep = <T>(record: Record<string, T>, kept: (value: T) => boolean) =>
    Object.fromEntries(Object.entries(record).filter(([, value]) => kept(value)));
  const cellsOf = (cells: Cells) =>
    keep(
      Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, keep(cell, (amount) => amount !== 0)])),
      (cell) => Object.keys(cell).length > 0,
    );
  return keep(
    Object.fromEntries(Object.entries(sums).map(([node, cells]) => [node, cellsOf(cells)])),
    (cells) => Object.keys(cells).length > 0,
  );
}
