import { cp, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { mutate, type Mutant } from './mutant.ts';

const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage', '.git']);

/** A copy of the working tree, generated types included, whose workspace packages are its own: mutants live in here. */
export class ScratchCopy {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async of(root: string): Promise<ScratchCopy> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'landfall-mutants-')));
    await cp(root, folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    await linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
    return new ScratchCopy(folder);
  }

  /** Runs `work` while the mutant is in place, and puts the original back. */
  async with<T>(mutant: Mutant, work: () => Promise<T>): Promise<T> {
    const path = join(this.folder, mutant.file);
    const original = await readFile(path, 'utf8');
    await writeFile(path, mutate(mutant, original));
    try {
      return await work();
    } finally {
      await writeFile(path, original);
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Links each installed package, and each workspace package to the copy of it instead of the original. */
async function linkPackages(installed: string, linked: string): Promise<void> {
  await mkdir(linked);
  for (const entry of await readdir(installed, { withFileTypes: true })) {
    const [from, to] = [join(installed, entry.name), join(linked, entry.name)];
    if (entry.isSymbolicLink()) await symlink(await readlink(from), to);
    else if (entry.name.startsWith('@')) await linkPackages(from, to);
    else await symlink(from, to);
  }
}

/** A path of the copy as it is in the repository. */
export const inRepository = (copy: ScratchCopy, path: string): string => relative(copy.folder, path);
