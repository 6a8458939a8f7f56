import { importerSubAccount } from './sub-accounts.mjs';

/**
 * Sums recounted figures over the sub-accounts whose money is a company's: its importer numbers and its exporter number.
 * @param {Record<string, Record<string, Record<string, number>>>} subAccounts as `recount` gives them
 * @param {Iterable<{ name: string, importerNumbers: readonly string[], exporterNumber: string | null }>} companies
 * @param {{ ssnSecret?: string }} [options]
 * @returns {Record<string, Record<string, Record<string, number>>>} company name, cell, measure; zero sums are left out
 */
export function perCompany(subAccounts, companies, options = {}) {
  return Object.fromEntries(
    [...companies].map((company) => [
      company.name,
      sum(subAccountsOf(company, options).map((id) => subAccounts[id] ?? {})),
    ]),
  );
}

/** The sub-accounts of a company by themselves; brokers and carriers work for many and are nobody's own. */
export const subAccountsOf = ({ importerNumbers, exporterNumber }, options = {}) => [
  ...importerNumbers.map((number) => importerSubAccount(number, options)),
  ...(exporterNumber === null ? [] : [`exporter:${exporterNumber}`]),
];

/** Sums the cells of several sub-accounts, measure by measure. */
export function sum(pictures) {
  const cells = {};
  for (const [cell, measures] of pictures.flatMap(Object.entries)) {
    const sums = (cells[cell] ??= {});
    for (const [measure, amount] of Object.entries(measures)) sums[measure] = (sums[measure] ?? 0) + amount;
  }
  const nonZero = (measures) => Object.fromEntries(Object.entries(measures).filter(([, amount]) => amount !== 0));
  return Object.fromEntries(
    Object.entries(cells)
      .map(([cell, measures]) => [cell, nonZero(measures)])
      .filter(([, measures]) => Object.keys(measures).length > 0),
  );
}
