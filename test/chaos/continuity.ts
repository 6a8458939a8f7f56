/** A stretch of a log: what stands between two places, the second one excluded. */
export type Stretch = { readonly log: string; readonly from: number; readonly to: number };

/**
 * Follows several logs as a consumer of the relay does: what is behind the last place seen is a repetition and dropped, what
 * begins beyond it leaves a gap.
 */
export class Continuity {
  readonly #reached = new Map<string, number>();
  readonly gaps: Stretch[] = [];
  repetitions = 0;

  take({ log, from, to }: Stretch): void {
    const reached = this.#reached.get(log) ?? 0;
    if (from > reached) this.gaps.push({ log, from: reached, to: from });
    if (to <= reached) this.repetitions++;
    else this.#reached.set(log, to);
  }

  /** Logs that were followed to another place than where they end, as sentences. */
  unlike(ends: ReadonlyMap<string, number>): string[] {
    const logs = new Set([...ends.keys(), ...this.#reached.keys()]);
    return [...logs]
      .map((log) => ({ log, reached: this.#reached.get(log) ?? 0, end: ends.get(log) ?? 0 }))
      .filter(({ reached, end }) => reached !== end)
      .map(({ log, reached, end }) => `${log} was published up to ${reached}, and ends at ${end}`);
  }
}
