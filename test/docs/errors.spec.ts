import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');

/** A row of the page: `| <a id="CODE"></a>`CODE` | what it means | what to do |`. */
const ROW = /^\| <a id="([A-Z][A-Z0-9_]*)"><\/a>`\1` \| [^|]*\w[^|]* \| [^|]*\w[^|]* \|$/gm;

/** Every way in which sources name a code: as an argument before any other text, and as a member or constant `code`. */
const NAMED = [
  /\b(?:new Problem|problemBody|new LandfallError|refuse)\(\s*(?:[^'"`()]*[,?]\s*)?'([A-Z][A-Z0-9_]*)'/g,
  /\bcode(?::| =) (?:[^'"`\n]*: )?'([A-Z][A-Z0-9_]*)'/g,
];
const MADE = /\bnew (?:Problem|LandfallError)\((?!\s*(?:\d+,\s*)?'[A-Z][A-Z0-9_]*')[^\n]*/g;

const packages = (folder: string): string[] => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/src`);

const isSource = (path: string): boolean => /\.ts$/.test(path) && !/(\.spec|\.contract|\.d)\.ts$/.test(path);

function sourcesOf(folder: string): string[] {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => isSource(path) && !/^(testing|generated)\//.test(path))
    .map((path) => `${folder}/${path}`);
}

const sources = [...packages('libs'), ...packages('services')]
  .flatMap(sourcesOf)
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([all, code]) => code ?? all);

/** Codes with the first file that names each. */
const inSources = new Map(
  sources
    .flatMap(({ path, text }) => NAMED.flatMap((pattern) => found(text, pattern)).map((code) => [code, path] as const))
    .reverse(),
);
const onPage = found(page, ROW);

describe('docs/errors.md', () => {
  it('explains every code that a source names', () => {
    const missing = [...inSources].filter(([code]) => !onPage.includes(code));
    expect(missing.map(([code, path]) => `${code} (${path})`).sort()).toEqual([]);
  });

  it('explains no code that no source names', () => expect(onPage.filter((code) => !inSources.has(code))).toEqual([]));

  it('explains each code once', () =>
    expect(onPage.filter((code, place) => onPage.indexOf(code) !== place)).toEqual([]));

  it('links to no code that it does not have', () =>
    expect(found(page, /\]\(#([A-Z][A-Z0-9_]*)\)/g).filter((code) => !onPage.includes(code))).toEqual([]));
});

describe('the search for codes', () => {
  it('reads the code of every problem and error that is made', () =>
    expect(sources.flatMap(({ path, text }) => found(text, MADE).map((call) => `${path}: ${call}`))).toEqual([]));

  it('knows every form in which a code is named', () =>
    expect([...inSources.keys()]).toEqual(
      expect.arrayContaining([
        'BODY_NOT_JSON',
        'INTERNAL_ERROR',
        'NOT_FOUND',
        'TARIFF_NUMBER_FORM',
        'MISSING_FIELD',
        'UNKNOWN_TYPE',
        'NOT_UTF8',
        'KEY_MISMATCH',
        'DECLARATION_FULL',
        'TOPIC_PARTITIONS_DIFFER',
        'HANDLER_FAILED',
        'UNEXPECTED',
      ]),
    ));
});
