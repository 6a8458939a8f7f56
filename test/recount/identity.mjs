// Reads docs/facts.md and nothing else: what a fact is about, what makes two facts the same, and which version counts.
import { createHash } from 'node:crypto';

const declarations = [
  ['entryNumber', 'entry'],
  ['itn', 'itn'],
  ['inBondNumber', 'inbond'],
];

/** The declaration that a fact is about: `entry:…`, `itn:…` or `inbond:…`. */
export function declarationOf(fact) {
  const [field, prefix] = declarations.find(([name]) => fact[name] !== undefined) ?? [];
  if (field === undefined) throw new Error(`a fact about nothing: ${JSON.stringify(fact)}`);
  return `${prefix}:${fact[field]}`;
}

const ofReference = (name) => (fact) => `${name}/${fact.source}/${fact.senderReference}`;

const seriesByType = {
  EntrySummaryFiled: () => 'summary',
  EntrySummaryCorrected: () => 'summary',
  EntryCancelled: () => 'summary',
  CargoReleased: () => 'release',
  EntryLiquidated: () => 'liquidation',
  DutyPaid: ofReference('payment'),
  BillIssued: ofReference('bill'),
  RefundIssued: ofReference('refund'),
  ExaminationCompleted: ofReference('examination'),
  InBondMoved: (fact) => `movement/${fact.status}`,
  ExportFiled: () => 'filing',
  ExportDeparted: () => 'departure',
};

export function seriesOf(fact) {
  const series = seriesByType[fact.type];
  if (series === undefined) throw new Error(`unknown type of fact: ${fact.type}`);
  return series(fact);
}

const withMillis = (time) => new Date(time).toISOString();

const has = (value) => value !== undefined && value !== null;

export function versionOf(fact) {
  if (has(fact.preparedAt)) return `t${withMillis(fact.preparedAt)}#${fact.controlNumber ?? ''}`;
  return `n${fact.versionNumber ?? 0}`;
}

/** RFC 8785 for what facts hold: objects with sorted members, lists, texts, whole numbers. */
function serialize(value) {
  if (Array.isArray(value)) return `[${value.map(serialize).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value)
    .filter((name) => has(value[name]) && !isEmptyList(value[name]))
    .sort()
    .map((name) => `${JSON.stringify(name)}:${serialize(value[name])}`);
  return `{${members.join(',')}}`;
}

const isEmptyList = (value) => Array.isArray(value) && value.length === 0;

export function canonicalForm(fact) {
  const times = Object.fromEntries(
    ['occurredAt', 'preparedAt'].filter((name) => has(fact[name])).map((name) => [name, withMillis(fact[name])]),
  );
  // What is undefined is not part of the form.
  return serialize({ ...fact, ...times, eventId: undefined, source: undefined });
}

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Everything by which docs/facts.md tells facts apart. */
export function identify(fact) {
  const declaration = declarationOf(fact);
  const series = seriesOf(fact);
  const version = versionOf(fact);
  const factKey = `${declaration}|${series}|${fact.type}|${version}`;
  const eventId = sha256(`${factKey}\n${sha256(canonicalForm(fact))}`).slice(0, 32);
  return { fact, declaration, series, version, factKey, eventId };
}

/** The one of several identified facts that counts: the highest version, and of equal ones the greatest event id. */
export const highest = (identified) =>
  identified.reduce((best, other) => (best === undefined || ranks(other, best) > 0 ? other : best), undefined);

const ranks = (a, b) => byVersion(a.fact, b.fact) || compare(a.eventId, b.eventId);

function byVersion(a, b) {
  const timed = [has(a.preparedAt), has(b.preparedAt)];
  if (timed[0] !== timed[1]) return timed[0] ? 1 : -1;
  return timed[0] ? byTime(a, b) : (a.versionNumber ?? 0) - (b.versionNumber ?? 0);
}

const byTime = (a, b) =>
  Date.parse(a.preparedAt) - Date.parse(b.preparedAt) || compare(a.controlNumber ?? '', b.controlNumber ?? '');

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
