import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { difference, firstDifference } from './packages.mjs';

const locked = {
  packages: {
    '': { version: '1.0.0' },
    'libs/events': { version: '0.1.0' },
    'node_modules/@landfall/events': { resolved: 'libs/events', link: true },
    'node_modules/avsc': { version: '5.7.9', integrity: 'sha512-a' },
    'node_modules/fsevents': { version: '2.3.3', integrity: 'sha512-f', optional: true },
  },
};
const { 'node_modules/fsevents': elsewhere, '': root, ...here } = locked.packages;

describe('packages that are as the lock file says', () => {
  it('are those of the lock file, without the optional ones of other platforms', () => {
    expect(difference(locked, { packages: here })).toBeUndefined();
    expect(difference(locked, { packages: { ...here, 'node_modules/fsevents': elsewhere } })).toBeUndefined();
  });

  it.each([
    ['another version', { 'node_modules/avsc': { version: '5.7.8', integrity: 'sha512-a' } }, 'node_modules/avsc'],
    ['other content', { 'node_modules/avsc': { version: '5.7.9', integrity: 'sha512-b' } }, 'node_modules/avsc'],
    [
      'another version of an optional package',
      { 'node_modules/fsevents': { version: '2.3.2', integrity: 'sha512-f' } },
      'node_modules/fsevents',
    ],
    [
      'a link that leads elsewhere',
      { 'node_modules/@landfall/events': { resolved: 'events', link: true } },
      'node_modules/@landfall/events',
    ],
  ])('are not %s', (_, other, place) => {
    expect(difference(locked, { packages: { ...here, ...other } })).toBe(place);
  });

  it('are not there when one is missing', () => {
    const { 'node_modules/avsc': missing, ...rest } = here;
    expect(difference(locked, { packages: rest })).toBe('node_modules/avsc');
  });
});

describe('a checkout', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'landfall-prepare-'));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(locked));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const install = (content: string) => {
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), content);
  };

  it('needs an install when it has no node_modules', () => {
    expect(firstDifference(folder)).toBe('node_modules');
  });

  it('needs an install when the last one was broken off', () => {
    install('{"packages": {');
    expect(firstDifference(folder)).toBe('node_modules');
  });

  it('needs none when all is as locked, whatever the times of the files', () => {
    install(JSON.stringify({ packages: here }));
    expect(firstDifference(folder)).toBeUndefined();
  });
});
