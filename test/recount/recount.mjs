// A second opinion on what account-consolidation counts: the figures of all sub-accounts, from files of facts and the text of
// docs/facts.md and docs/figures.md alone. It shares no code with services and libs, and computes each declaration once, from
// all its facts.
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { identify } from './identity.mjs';
import { contributionsOf } from './figures.mjs';
import { perCompany } from './per-company.mjs';

/**
 * Recounts facts in their JSON form, one a line.
 * @param {AsyncIterable<string> | Iterable<string>} lines
 * @param {{ ssnSecret?: string }} [options] the secret that hides social security numbers in sub-accounts
 * @returns {Promise<{ counts: Counts, subAccounts: SubAccounts }>}
 * @typedef {{ facts: number, distinct: number, duplicates: number, conflicts: number }} Counts
 * @typedef {Record<string, Record<string, Record<string, number>>>} SubAccounts sub-account, cell, measure
 */
export async function recount(lines, options = {}) {
  const { facts, declarations } = await collect(lines);
  const figures = new Map();
  for (const distinct of declarations.values()) {
    for (const contribution of contributionsOf([...distinct.values()], options)) add(figures, contribution);
  }
  return { counts: count(facts, declarations), subAccounts: withoutNothing(figures) };
}

/** All distinct facts by declaration and event id. */
async function collect(lines) {
  const declarations = new Map();
  let facts = 0;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    facts++;
    const identified = identify(parse(line, facts));
    const distinct = declarations.get(identified.declaration) ?? new Map();
    declarations.set(identified.declaration, distinct);
    if (!distinct.has(identified.eventId)) distinct.set(identified.eventId, identified);
  }
  return { facts, declarations };
}

function parse(line, number) {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`fact ${number} is no JSON`, { cause });
  }
}

function count(facts, declarations) {
  let distinct = 0;
  let keys = 0;
  for (const identified of declarations.values()) {
    distinct += identified.size;
    keys += new Set([...identified.values()].map(({ factKey }) => factKey)).size;
  }
  return { facts, distinct, duplicates: facts - distinct, conflicts: distinct - keys };
}

function add(figures, [subAccount, cell, measures]) {
  const cells = figures.get(subAccount) ?? new Map();
  const sums = cells.get(cell) ?? {};
  for (const [measure, amount] of Object.entries(measures)) sums[measure] = (sums[measure] ?? 0) + amount;
  figures.set(subAccount, cells.set(cell, sums));
}

/** As plain objects, sorted, without measures that are 0, cells without measures, and sub-accounts without cells. */
function withoutNothing(figures) {
  const cellsOf = (cells) =>
    kept([...cells].map(([cell, measures]) => [cell, kept(Object.entries(measures).map(exact))]));
  return kept([...figures].map(([subAccount, cells]) => [subAccount, cellsOf(cells)]));
}

function exact([measure, amount]) {
  if (!Number.isSafeInteger(amount)) throw new Error(`${measure} is ${amount}: no exact number`);
  return [measure, amount];
}

const kept = (entries) =>
  Object.fromEntries(
    entries
      .filter(([, value]) => (typeof value === 'number' ? value !== 0 : Object.keys(value).length > 0))
      .sort(byName),
  );

const byName = ([a], [b]) => (a < b ? -1 : 1);

/** The lines of several files, one after another. */
export async function* linesOf(files) {
  for (const file of files) yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity });
}

const usage = 'usage: node test/recount/recount.mjs [--ssn-secret SECRET] [--companies COMPANIES.json] FACTS.ndjson …';

/** Prints counts and sub-accounts and, where companies are given, the sums of each, as JSON. */
async function main() {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'ssn-secret': text, companies: text },
  });
  if (positionals.length === 0) throw new Error(usage);
  const options = { ssnSecret: values['ssn-secret'] };
  const recounted = await recount(linesOf(positionals), options);
  const companies = values.companies === undefined ? undefined : JSON.parse(readFileSync(values.companies, 'utf8'));
  const sums = companies && { companies: perCompany(recounted.subAccounts, companies, options) };
  console.log(JSON.stringify({ ...recounted, ...sums }, null, 2));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
