import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { frozenProblems, readPublished, type Published } from './published.ts';
import { readSnapshot } from './snapshot.ts';

const entry = { id: 1, record: 'landfall.things.Thing', version: 1, file: 'things/Thing/v1.avsc', kind: 'record' };
const next = { ...entry, id: 2, version: 2, file: 'things/Thing/v2.avsc' };

describe('what is published on main', () => {
  let root: string;
  let folder: URL;

  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root, stdio: 'pipe' });
  const write = (file: string, text: string): void => writeFileSync(new URL(file, folder), text);
  const catalogue = (...entries: object[]): void => write('catalogue.json', JSON.stringify({ entries }));
  const problems = (): string[] => frozenProblems(readSnapshot(folder), readPublished(folder) as Published);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'landfall-schemas-'));
    folder = pathToFileURL(join(root, 'schemas/'));
    mkdirSync(new URL('things/Thing/', folder), { recursive: true });
    catalogue(entry);
    write(entry.file, '{"name":"Thing"}\n');
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--message=Publish a thing');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('is found, and unchanged files are no problem', () => {
    expect(readPublished(folder)).toEqual({
      ref: 'main',
      entries: [entry],
      blobs: new Map([[entry.file, expect.stringMatching(/^[0-9a-f]{40}$/)]]),
    });
    expect(problems()).toEqual([]);
  });

  it('may be joined by a new version', () => {
    write(next.file, '{"name":"Thing","doc":"New."}');
    catalogue(entry, next);
    expect(problems()).toEqual([]);
  });

  it('may not change by a byte', () => {
    write(entry.file, '{"name":"Thing"}');
    expect(problems()).toEqual([
      `${entry.file} is published on main and must not change by a byte; write a new version beside it.`,
    ]);
  });

  it('may not go away', () => {
    rmSync(new URL(entry.file, folder));
    expect(problems()).toEqual([`${entry.file} is published on main and must stay.`]);
  });

  it('keeps its id', () => {
    catalogue({ ...entry, id: 3 });
    expect(problems()).toEqual([
      expect.stringContaining('Schema id 1 is landfall.things.Thing version 1 on main and must stay'),
    ]);
  });

  it('never leaves its id to another', () => {
    catalogue({ ...next, id: 1 });
    expect(problems()).toEqual([expect.stringContaining('must never be landfall.things.Thing version 2')]);
  });

  it('is what origin has, where there is an origin', () => {
    git('update-ref', 'refs/remotes/origin/main', 'main');
    write(entry.file, '{}');
    git('commit', '--quiet', '--all', '--message=Change what is published');
    expect(readPublished(folder)?.ref).toBe('origin/main');
    expect(problems()).toHaveLength(1);
  });

  it('is unknown without git', () => {
    rmSync(join(root, '.git'), { recursive: true });
    expect(readPublished(folder)).toBeUndefined();
  });
});
