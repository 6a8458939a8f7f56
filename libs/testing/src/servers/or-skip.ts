/** What a test needs and not every machine has: undefined where it cannot be had, which is said aloud on standard error. */
export async function orSkip<T>(test: string, supply: () => Promise<T>): Promise<T | undefined> {
  try {
    return await supply();
  } catch (error) {
    process.stderr.write(`\nSKIPPED: ${test}: ${error instanceof Error ? error.message : String(error)}\n\n`);
    return undefined;
  }
}
