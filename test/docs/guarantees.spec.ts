import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/guarantees.md', root), 'utf8');
const named = [...text.matchAll(/^- `([^`]+\.ts)`: (.+)$/gm)].map(([, file, words]) => [file!, words!] as const);
const promises = text.split(/^## \d+\. /m).slice(1);

describe('docs/guarantees.md', () => {
  it.each(named)('names what is in %s: %s', (file, words) => {
    const url = new URL(file, root);
    expect(existsSync(url)).toBe(true);
    expect(readFileSync(url, 'utf8').replaceAll("\\'", "'")).toContain(words);
  });

  it('says of every promise what shows it and where it ends', () => {
    expect(promises.length).toBeGreaterThan(0);
    for (const promise of promises) {
      expect(promise).toMatch(/^- `/m);
      expect(promise).toMatch(/^\*\*Not promised\.\*\*/m);
    }
  });
});
