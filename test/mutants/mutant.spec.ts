import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mutants } from './all-mutants.ts';
import { mutate, projectOf, type Mutant } from './mutant.ts';

const mutant: Mutant = {
  name: 'a-mutant',
  harm: 'None.',
  file: 'a.ts',
  find: 'guard();',
  replace: '$&',
  test: { file: 'a.spec.ts', name: 'a test' },
};
const inRepository = (path: string): URL => new URL(`../../${path}`, import.meta.url);

describe('a mutant', () => {
  it('replaces one place, with what it says and nothing made of it', () =>
    expect(mutate(mutant, 'a(); guard(); b();')).toBe('a(); $& b();'));

  it.each(['a();', 'guard(); guard();'])('is refused where its text does not occur once: %s', (source) =>
    expect(() => mutate(mutant, source)).toThrow(/a-mutant: the text it replaces occurs \d times in a\.ts, not once/),
  );

  it.each([
    ['a.spec.ts', 'unit'],
    ['a.int.spec.ts', 'integration'],
    ['a.e2e.spec.ts', 'e2e'],
  ])('is tried in the project of its test: %s in %s', (file, project) =>
    expect(projectOf({ file, name: '' })).toBe(project),
  );
});

describe('the mutants', () => {
  it('have names of their own', () => expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length));

  it.each(mutants.map((each) => [each.name, each] as const))('fit the code as it is: %s', (_, each) => {
    const source = readFileSync(inRepository(each.file), 'utf8');
    expect(mutate(each, source)).not.toBe(source);
    expect(existsSync(inRepository(each.test.file))).toBe(true);
  });
});
