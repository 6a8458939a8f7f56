import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { exists } from './find-program.ts';

/** The user's own cache folder; nothing is fetched into the repository. */
export const cacheFolder = (env = process.env): string =>
  join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'landfall');

/** A folder of the cache, made whole or not at all, so that its being there says that it is complete. Two processes may make it at once. */
export async function cached(cache: string, name: string, make: (into: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, `.${name}-`));
  try {
    await make(fresh);
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}
