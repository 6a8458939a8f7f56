/** A test by its file (relative to the repository) and its whole name, the names of its describe blocks included. */
export type NamedTest = { readonly file: string; readonly name: string };

/**
 * One guard taken out of the code, and the test that must notice. A replacement of an exact text, since the context of a
 * diff ages with every change around it: `find` occurs exactly once in `file`, or the mutant has to be written anew.
 */
export type Mutant = {
  readonly name: string;
  /** What would go wrong in production. */
  readonly harm: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly test: NamedTest;
};

/** The mutated source. @throws Error that says what to do when `find` does not occur exactly once */
export function mutate({ name, file, find, replace }: Mutant, source: string): string {
  const parts = source.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new Error(
    `Mutant ${name}: the text it replaces occurs ${parts.length - 1} times in ${file}, not once. ` +
      `The code has changed: bring the mutant's "find" up to date.\n${find}`,
  );
}

/** The jest project that a test belongs to, by its file's name as in jest.config.js. */
export function projectOf({ file }: NamedTest): 'unit' | 'integration' | 'e2e' {
  if (file.endsWith('.int.spec.ts')) return 'integration';
  return file.endsWith('.e2e.spec.ts') ? 'e2e' : 'unit';
}
