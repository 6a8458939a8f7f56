/** What was started, to be ended in the reverse order, once, whatever asks for it and however often. */
export class Teardown {
  readonly #steps: { name: string; end: () => Promise<void> }[] = [];
  #running: Promise<void> | undefined;

  add(name: string, end: () => Promise<void>): void {
    this.#steps.push({ name, end });
  }

  /** Ends all; what fails to end does not keep the rest. */
  run(say: (line: string) => void): Promise<void> {
    return (this.#running ??= this.#end(say));
  }

  async #end(say: (line: string) => void): Promise<void> {
    for (const { name, end } of this.#steps.reverse()) {
      const started = performance.now();
      const outcome = await end().then(() => 'ended', failureOf);
      say(`${name}: ${outcome} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    }
  }
}

const failureOf = (error: unknown): string => `did not end: ${error instanceof Error ? error.message : String(error)}`;
