import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readCatalogue, latest } from './catalogue.ts';
import { typesOf } from './types.ts';

const target = new URL('../../libs/events/src/generated/', import.meta.url);

const catalogue = readCatalogue();
const embedded = catalogue.map(({ id, version, kind, schema }) => ({ id, version, kind, schema }));

mkdirSync(target, { recursive: true });
write('types.ts', typesOf(latest(catalogue)));
write(
  'catalogue.ts',
  [
    '// Generated from schemas/; not checked in.',
    "import type { RecordSchema } from '../schema-types.ts';",
    '',
    '/** Every published schema with its id, embedded so that running services read no files. */',
    "export type Catalogued = { readonly id: number; readonly version: number; readonly kind: 'fact' | 'record'; readonly schema: RecordSchema };",
    '',
    `export const catalogue: readonly Catalogued[] = ${JSON.stringify(embedded, null, 1)};`,
    '',
  ].join('\n'),
);

function write(name: string, content: string): void {
  const file = new URL(name, target);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeFileSync(file, content);
}
