// Compares what a running stack shows with a recount of the files that were published to it. It reads the files and asks
// account-consolidation over HTTP, and shares no code with the services.
// Usage: node test/recount/compare.mjs --facts FILE [--facts FILE] --companies FILE --url URL [--ssn-secret SECRET]
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { perCompany } from './per-company.mjs';
import { recount } from './recount.mjs';

const { values } = parseArgs({
  options: {
    facts: { type: 'string', multiple: true },
    companies: { type: 'string' },
    url: { type: 'string', default: 'http://127.0.0.1:3002' },
    'ssn-secret': { type: 'string' },
  },
});
if (!values.facts?.length || !values.companies) {
  console.error('Name the published files: --facts FILE --companies FILE (npm start prints both).');
  process.exit(2);
}

const options = values['ssn-secret'] === undefined ? {} : { ssnSecret: values['ssn-secret'] };
const expected = (await recount(linesOf(values.facts), options)).subAccounts;
const companies = JSON.parse(readFileSync(values.companies, 'utf8'));
const shown = {};
for (const id of Object.keys(expected)) shown[id] = cellsOf(await pictureOf(id));

const wrong = [
  ...differences('sub-account', shown, expected),
  ...differences('company', perCompany(shown, companies, options), perCompany(expected, companies, options)),
];
for (const line of wrong.slice(0, 20)) console.error(line);
console.log(
  `${Object.keys(expected).length} sub-accounts and ${companies.length} companies recounted: ${wrong.length === 0 ? 'all equal' : `${wrong.length} differ`}`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function* linesOf(files) {
  for (const file of files) yield* createInterface({ input: createReadStream(file) });
}

async function pictureOf(id) {
  const response = await fetch(`${values.url}/v1/sub-accounts/${encodeURIComponent(id)}`);
  if (response.ok) return response.json();
  if (response.status === 404) return undefined;
  throw new Error(`${values.url} answered ${response.status} for ${id}`);
}

/** The picture as cells, the form of the recount. */
function cellsOf(picture) {
  if (picture === undefined) return {};
  const rows = (dimension, list) => list.map(({ [dimension]: name, ...amounts }) => [`${dimension}:${name}`, amounts]);
  const statuses = Object.entries(picture.declarationsByStatus).map(([status, declarationCount]) => [
    `status:${status}`,
    { declarationCount },
  ]);
  const cells = [
    ['all', picture.totals],
    ...rows('month', picture.byMonth),
    ...rows('port', picture.byPort),
    ...rows('chapter', picture.byChapter),
    ...rows('country', picture.byCountry),
    ...statuses,
  ];
  return Object.fromEntries(cells.filter(([, amounts]) => Object.keys(amounts).length > 0));
}

function differences(kind, found, wanted) {
  return Object.keys({ ...wanted, ...found }).flatMap((name) => {
    const [is, should] = [flat(found[name]), flat(wanted[name])];
    return [...new Set([...is.keys(), ...should.keys()])]
      .filter((measure) => is.get(measure) !== should.get(measure))
      .map(
        (measure) =>
          `${kind} ${name}, ${measure}: shown ${is.get(measure) ?? 0}, recounted ${should.get(measure) ?? 0}`,
      );
  });
}

function flat(cells = {}) {
  return new Map(
    Object.entries(cells).flatMap(([cell, amounts]) =>
      Object.entries(amounts).map(([measure, amount]) => [`${cell} ${measure}`, amount]),
    ),
  );
}
