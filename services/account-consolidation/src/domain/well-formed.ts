import type { Content } from './declaration.ts';
import type { Cell } from './measures.ts';

/** A hundred billion dollars, in cents: above it a fact is a mistake, and sums would stop being exact. */
const MAX_AMOUNT = 1e13;
/** Years 1970 to 2999, in days since 1970-01-01. */
const MAX_DATE = 376_000;

const DECLARATION = /^(entry:[A-Z0-9]{11}|itn:X\d{14}|inbond:\d{9}(\d{2})?)$/;
const NODE = /^[a-z]+:[A-Za-z0-9-]{1,60}$/;
const CELL = /^(chapter:\d{2}|country:[A-Z]{2})$/;
const PORT = /^\d{4}$/;

/**
 * Why a fact cannot be consolidated although it was decoded, or undefined. Names become parts of documents' ids and
 * paths, and amounts are summed without end: what ingest lets pass must not stop a lane.
 */
export function malformation(
  declaration: string,
  { date, port, principal, broker, carrier, amounts, lines = {} }: Content,
): string | undefined {
  if (!DECLARATION.test(declaration)) return `${declaration.slice(0, 60)} is no entry number, ITN or in-bond number.`;
  if (date < 0 || date > MAX_DATE) return `The date lies ${date} days after 1970-01-01.`;
  if (port !== undefined && !PORT.test(port)) return `${port.slice(0, 20)} is no Schedule D port code.`;
  const party = [principal, broker, carrier].find((node) => node !== undefined && !NODE.test(node));
  if (party !== undefined) return `${party.slice(0, 80)} is no party's identifier.`;
  const cell = Object.keys(lines).find((name) => !CELL.test(name));
  if (cell !== undefined) return `${cell.slice(0, 40)} is no chapter or country.`;
  if (!withinBounds(amounts)) return 'An amount is above a hundred billion dollars.';
  return undefined;
}

const withinBounds = (amounts: Cell): boolean =>
  Object.values(amounts).every((amount) => Math.abs(amount) <= MAX_AMOUNT);
