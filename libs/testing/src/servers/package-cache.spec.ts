import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cached, cacheFolder } from './package-cache.ts';

describe('the cache folder', () => {
  it('is where the user keeps caches', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/caches' })).toBe('/caches/landfall');
    expect(cacheFolder({})).toMatch(/\.cache\/landfall$/);
  });

  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'landfall-cache-'));
  });
  afterEach(() => rm(cache, { recursive: true }));

  const writing = (text: string) => (into: string) => writeFile(join(into, 'server'), text);

  it('fetches a package once', async () => {
    await cached(cache, 'kafka', writing('first'));
    const folder = await cached(cache, 'kafka', writing('second'));
    expect(await readFile(join(folder, 'server'), 'utf8')).toBe('first');
  });

  it('holds nothing of a package that failed half-way', async () => {
    const half = async (into: string) => {
      await writing('half')(into);
      throw new Error('the connection broke');
    };
    await expect(cached(cache, 'kafka', half)).rejects.toThrow('the connection broke');
    expect(await readdir(cache)).toEqual([]);
  });

  it('takes one whole package when several processes fetch it at once', async () => {
    const folders = await Promise.all(['a', 'b', 'c'].map((text) => cached(cache, 'kafka', writing(text))));
    expect(new Set(folders)).toEqual(new Set([join(cache, 'kafka')]));
    expect(await readdir(cache)).toEqual(['kafka']);
    expect(await readFile(join(cache, 'kafka', 'server'), 'utf8')).toMatch(/^[abc]$/);
  });
});
