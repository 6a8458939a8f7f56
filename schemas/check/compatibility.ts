import avro from 'avsc';
import type { CataloguedFile } from './snapshot.ts';

export type Parsed = CataloguedFile & { readonly type: avro.Type };

/** The schemas that are Avro, and a sentence on each that is not. */
export function parseAll(catalogued: readonly CataloguedFile[]): { parsed: Parsed[]; problems: string[] } {
  const parsed: Parsed[] = [];
  const problems: string[] = [];
  for (const entry of catalogued) {
    try {
      parsed.push({ ...entry, type: avro.Type.forSchema(entry.schema as avro.Schema, { registry: {} }) });
    } catch (error) {
      problems.push(`${entry.file}: this is no Avro schema: ${messageOf(error)}.`);
    }
  }
  return { parsed, problems };
}

/** FULL_TRANSITIVE: every version of a record reads what every other wrote. */
export function compatibilityProblems(parsed: readonly Parsed[]): string[] {
  const byRecord = Map.groupBy(parsed, ({ record }) => record);
  return [...byRecord.values()].flatMap((versions) =>
    versions.flatMap((reader) => versions.flatMap((writer) => readProblems(reader, writer))),
  );
}

function readProblems(reader: Parsed, writer: Parsed): string[] {
  if (reader === writer) return [];
  try {
    reader.type.createResolver(writer.type);
    return [];
  } catch (error) {
    const why = messageOf(error).slice(0, 200);
    return [
      `${reader.file} cannot read what ${writer.file} wrote: ${why}. Give a new field a default, and keep types and names.`,
    ];
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
