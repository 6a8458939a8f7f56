import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { CatalogueEntry } from '../codegen/catalogue.ts';
import type { Snapshot } from './snapshot.ts';

/** What a git ref holds: the catalogue, and the blob id of every schema file. */
export type Published = {
  readonly ref: string;
  readonly entries: readonly CatalogueEntry[];
  readonly blobs: ReadonlyMap<string, string>;
};

const refs = ['origin/main', 'main'];

/** What is published already, or undefined where there is no git, no such ref or no catalogue on it. */
export function readPublished(folder: URL): Published | undefined {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: fileURLToPath(folder),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    });
  for (const ref of refs) {
    try {
      const { entries } = JSON.parse(git('show', `${ref}:./catalogue.json`)) as { entries: CatalogueEntry[] };
      return { ref, entries, blobs: new Map(git('ls-tree', '-r', '-z', ref, '.').split('\0').flatMap(toBlob)) };
    } catch {
      continue;
    }
  }
  return undefined;
}

/** A line of `git ls-tree -z`: mode, type, id, a tab, the path. */
function toBlob(line: string): [string, string][] {
  const [, , id, path] = line.split(/[ \t]/, 4);
  return id !== undefined && path?.endsWith('.avsc') ? [[path, id]] : [];
}

/** A published version is frozen to the byte, and its id is never another's. */
export function frozenProblems({ entries, files }: Snapshot, { ref, entries: before, blobs }: Published): string[] {
  const changed = [...blobs].flatMap(([path, id]) => {
    const bytes = files.get(path)?.bytes;
    if (bytes === undefined) return [`${path} is published on ${ref} and must stay.`];
    return blobId(bytes, id.length) === id
      ? []
      : [`${path} is published on ${ref} and must not change by a byte; write a new version beside it.`];
  });
  return [...changed, ...before.flatMap((entry) => idProblems(entry, entries, ref))];
}

function idProblems(before: CatalogueEntry, entries: readonly CatalogueEntry[], ref: string): string[] {
  const now = entries.find(({ id }) => id === before.id);
  const what = `Schema id ${before.id} is ${before.record} version ${before.version} on ${ref}`;
  if (now === undefined) return [`${what} and must stay in the catalogue: records with it are on topics.`];
  const same = now.record === before.record && now.version === before.version && now.file === before.file;
  return same ? [] : [`${what} and must never be ${now.record} version ${now.version}.`];
}

/** Git's name for a file's bytes; repositories use SHA-1 or SHA-256. */
function blobId(bytes: Buffer, hexDigits: number): string {
  return createHash(hexDigits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
