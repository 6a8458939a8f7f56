import type { Content, KeptFact } from './declaration.ts';
import type { Cell } from './measures.ts';

/** A hundred billion dollars, in cents: above it a fact is a mistake, and sums would stop being exact. */
const MAX_AMOUNT = 1e13;
/** Years 1970 to 2999, in days since 1970-01-01. */
const MAX_DATE = 376_000;

const DECLARATION = /^(entry:[A-Z0-9]{11}|itn:X\d{14}|inbond:\d{9}(\d{2})?)$/;
const NODE = /^[a-z]+:[A-Za-z0-9-]{1,60}$/;
const CELL = /^(chapter:\d{2}|country:[A-Z]{2})$/;
const PORT = /^\d{4}$/;
/** Printable ASCII without `|` (docs/facts.md); text that was no UTF-8 has U+FFFD in it. */
const IDENTITY = /^[\x20-\x7b\x7d\x7e]{1,400}$/;

/**
 * Why a fact cannot be consolidated although it was decoded, or undefined. Names become parts of documents' ids and
 * paths, and amounts are summed without end: what ingest lets pass must not stop a lane.
 */
export function malformation(
  declaration: string,
  { series, version, content }: Pick<KeptFact, 'series' | 'version' | 'content'>,
): string | undefined {
  if (!DECLARATION.test(declaration)) return `${declaration.slice(0, 60)} is no entry number, ITN or in-bond number.`;
  if (!IDENTITY.test(series) || !IDENTITY.test(version))
    return 'The source, reference or control number is no plain text.';
  return checks.map((check) => check(content)).find((problem) => problem !== undefined);
}

const checks: readonly ((content: Content) => string | undefined)[] = [
  ({ date }) => (date >= 0 && date <= MAX_DATE ? undefined : `The date lies ${date} days after 1970-01-01.`),
  ({ port = '0000' }) => (PORT.test(port) ? undefined : `${port.slice(0, 20)} is no Schedule D port code.`),
  ({ principal, broker, carrier }) => unfit([principal, broker, carrier], NODE, "no party's identifier"),
  ({ lines = {} }) => unfit(Object.keys(lines), CELL, 'no chapter or country'),
  ({ amounts }) => (withinBounds(amounts) ? undefined : 'An amount is above a hundred billion dollars.'),
];

function unfit(names: readonly (string | undefined)[], form: RegExp, is: string): string | undefined {
  const name = names.find((candidate) => candidate !== undefined && !form.test(candidate));
  return name === undefined ? undefined : `${name.slice(0, 80)} is ${is}.`;
}

const withinBounds = (amounts: Cell): boolean =>
  Object.values(amounts).every((amount) => Math.abs(amount) <= MAX_AMOUNT);
