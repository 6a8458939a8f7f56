/** How often each fault was seen at one place (a lane, the consumer), so that logs stay readable while it lasts. */
export class FaultReports {
  readonly #seen = new Map<string, Map<string, number>>();

  /** How often it was seen, when that is to be told: the first time, and each time that the number has doubled. */
  count(place: string, fault: string): number | undefined {
    const faults = this.#seen.get(place) ?? new Map<string, number>();
    this.#seen.set(place, faults);
    const times = (faults.get(fault) ?? 0) + 1;
    faults.set(fault, times);
    return Number.isInteger(Math.log2(times)) ? times : undefined;
  }

  /** What was wrong here is mended: the next fault is a first one. */
  passed(place: string): void {
    this.#seen.delete(place);
  }
}

/** By what a fault is told from others: messages may name times and ports, and would all seem to be new. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { name, code } = error as Error & { code?: unknown };
  return typeof code === 'string' || typeof code === 'number' ? `${name} ${code}` : name;
}
