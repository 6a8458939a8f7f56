import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

/** Processor seconds (user and system) that a process has used so far; NaN where the system does not say. */
export function cpuSecondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return Number.NaN;
  }
}

/** The processes, other than those that guard them, whose command line has all these words. */
export function pidsOf(...words: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return !command.includes('guardian.mjs') && words.every((word) => command.includes(word));
      } catch {
        return false;
      }
    });
}

/** Measures what several processes use between two moments. */
export function cpuMeter(pids: Readonly<Record<string, number | undefined>>): () => Record<string, number> {
  const read = () =>
    Object.entries(pids).map(([name, pid]) => [name, pid === undefined ? Number.NaN : cpuSecondsOf(pid)] as const);
  const before = new Map(read());
  return () => Object.fromEntries(read().map(([name, seconds]) => [name, seconds - before.get(name)!]));
}
