import type { CatalogueEntry } from '../codegen/catalogue.ts';
import { readable, type Snapshot } from './snapshot.ts';

/** Ids once, every file listed and in its place, versions without a gap. */
export function catalogueProblems(snapshot: Snapshot): string[] {
  const { entries, files } = snapshot;
  return [
    ...repeated(entries.map(({ id }) => String(id))).map(
      (id) => `Schema id ${id} is given twice; every version needs an id of its own.`,
    ),
    ...repeated(entries.map(({ file }) => file)).map((file) => `${file} is listed twice.`),
    ...entries.flatMap(entryProblems),
    ...entries
      .filter(({ file }) => !files.has(file))
      .map(({ file }) => `${file} is listed in catalogue.json, but there is no such file.`),
    ...[...files.keys()].filter((path) => !entries.some(({ file }) => file === path)).map(notListed),
    ...[...files].filter(([, { schema }]) => schema === undefined).map(([path]) => `${path} is not JSON.`),
    ...readable(snapshot).flatMap(nameProblems),
    ...shortNameProblems(entries),
    ...versionProblems(entries),
  ];
}

const notListed = (path: string): string => `${path} is not listed in catalogue.json; add it with the next free id.`;

const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

const shortName = (record: string): string => record.slice(record.lastIndexOf('.') + 1);

function entryProblems({ id, record, version, file, kind }: CatalogueEntry): string[] {
  const problems: string[] = [];
  if (!Number.isInteger(id) || id < 1 || id >= 2 ** 31)
    problems.push(`${file}: id ${id} is not a positive 32-bit integer.`);
  if (kind !== 'fact' && kind !== 'record') problems.push(`${file}: kind must be "fact" or "record".`);
  const context = record.split('.').at(-2);
  const expected = `${context}/${shortName(record)}/v${version}.avsc`;
  if (file !== expected) problems.push(`${file}: version ${version} of ${record} belongs into ${expected}.`);
  return problems;
}

function nameProblems({
  file,
  record,
  schema,
}: {
  file: string;
  record: string;
  schema: { name?: string; namespace?: string };
}): string[] {
  const name = `${schema.namespace}.${schema.name}`;
  return name === record ? [] : [`${file}: the schema is named ${name}, the catalogue says ${record}.`];
}

/** A record's `type` on the way through Landfall is its name without namespace. */
function shortNameProblems(entries: readonly CatalogueEntry[]): string[] {
  const records = [...new Set(entries.map(({ record }) => record))];
  return repeated(records.map(shortName)).map(
    (name) => `${name} is the name of two records; names must differ without their namespace.`,
  );
}

function versionProblems(entries: readonly CatalogueEntry[]): string[] {
  const byRecord = Map.groupBy(entries, ({ record }) => record);
  return [...byRecord].flatMap(([record, versions]) => {
    const numbers = versions.map(({ version }) => version).sort((a, b) => a - b);
    const inOrder = numbers.every((number, index) => number === index + 1);
    const kinds = new Set(versions.map(({ kind }) => kind));
    return [
      ...(inOrder ? [] : [`${record} has versions ${numbers.join(', ')}; they must be 1, 2, 3, ...`]),
      ...(kinds.size > 1 ? [`${record} is a fact in one version and none in another.`] : []),
    ];
  });
}
