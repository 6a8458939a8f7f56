import { readdirSync, readFileSync } from 'node:fs';
import type { AvroRecord, CatalogueEntry } from '../codegen/catalogue.ts';

/** A schema file as it is; `schema` is missing where the bytes are no JSON. */
export type SchemaFile = { readonly bytes: Buffer; readonly schema?: AvroRecord };

/** All that a check reads: the catalogue, and every schema file by its path under schemas/. */
export type Snapshot = { readonly entries: readonly CatalogueEntry[]; readonly files: ReadonlyMap<string, SchemaFile> };

/** Reads a schemas folder, whether it is in order or not. */
export function readSnapshot(folder: URL): Snapshot {
  const { entries } = JSON.parse(readFileSync(new URL('catalogue.json', folder), 'utf8')) as {
    entries: CatalogueEntry[];
  };
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.avsc') && !path.includes('node_modules'),
  );
  return {
    entries,
    files: new Map(paths.sort().map((path) => [path, toSchemaFile(readFileSync(new URL(path, folder)))])),
  };
}

export function toSchemaFile(bytes: Buffer): SchemaFile {
  try {
    return { bytes, schema: JSON.parse(bytes.toString('utf8')) as AvroRecord };
  } catch {
    return { bytes };
  }
}

export type CataloguedFile = CatalogueEntry & SchemaFile & { readonly schema: AvroRecord };

/** The catalogue's entries whose files can be read. */
export const readable = ({ entries, files }: Snapshot): CataloguedFile[] =>
  entries.flatMap((entry) => {
    const file = files.get(entry.file);
    return file?.schema ? [{ ...entry, ...file, schema: file.schema }] : [];
  });
