import { readFileSync } from 'node:fs';

/** One published version of a record. `kind` is `fact` for transaction events that port systems state. */
export type CatalogueEntry = { id: number; record: string; version: number; file: string; kind: 'fact' | 'record' };

export type AvroField = { name: string; type: AvroType; doc?: string; default?: unknown };
export type AvroRecord = { type: 'record'; name: string; namespace?: string; doc?: string; fields: AvroField[] };
export type AvroEnum = { type: 'enum'; name: string; doc?: string; symbols: string[]; default?: string };
export type AvroFixed = { type: 'fixed'; name: string; size: number };
export type AvroArray = { type: 'array'; items: AvroType };
export type AvroPrimitive = { type: string; logicalType?: string };
export type AvroType = string | AvroType[] | AvroRecord | AvroEnum | AvroFixed | AvroArray | AvroPrimitive;

export type CataloguedSchema = CatalogueEntry & { schema: AvroRecord };

export const schemasFolder = new URL('../', import.meta.url);

/** Reads the catalogue of the given folder, with every schema that it lists. */
export function readCatalogue(folder: URL = schemasFolder): CataloguedSchema[] {
  const { entries } = readJson(new URL('catalogue.json', folder)) as { entries: CatalogueEntry[] };
  return entries.map((entry) => ({ ...entry, schema: readJson(new URL(entry.file, folder)) as AvroRecord }));
}

/** The newest version of every record. */
export function latest<T extends CatalogueEntry>(catalogue: readonly T[]): T[] {
  const byRecord = new Map<string, T>();
  for (const entry of catalogue) {
    const known = byRecord.get(entry.record);
    if (known === undefined || known.version < entry.version) byRecord.set(entry.record, entry);
  }
  return [...byRecord.values()];
}

const readJson = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));
