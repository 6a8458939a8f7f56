import { recount } from './recount.mjs';

/** The figures of all sub-accounts that a recount of the given facts gives. */
export const pictureOf = async (...given: object[]) =>
  (await recount(given.map((fact) => JSON.stringify(fact)))).subAccounts;

/** The same measures in each of the cells. */
export const inAll = (cells: string[], measures: object) => Object.fromEntries(cells.map((cell) => [cell, measures]));
