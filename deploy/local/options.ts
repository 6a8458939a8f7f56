import { parseArgs } from 'node:util';
import { LandfallError } from '@landfall/errors';

export type Options = {
  /** Ends by itself once the sample is consolidated. */
  readonly once: boolean;
  /** Keeps data between runs. */
  readonly keep: boolean;
  /** How many facts of the sample are published; 0 for none. */
  readonly facts: number;
  readonly help: boolean;
};

export const USAGE = `npm start [-- OPTION...]
  --once        ends once all is consolidated: 0, or not 0 with the reason
  --no-sample   publishes nothing
  --facts N     publishes N facts of the sample (10000 by default)
  --keep        keeps data between runs; otherwise each run is fresh, in a temporary folder
  --help        this text`;

const DEFAULT_FACTS = 10_000;
const MOST_FACTS = 1_000_000;

/** @throws LandfallError OPTION_INVALID */
export function readOptions(args: readonly string[]): Options {
  const { once = false, keep = false, help = false, facts, 'no-sample': empty } = parse(args);
  return { once, keep, help, facts: empty ? 0 : countOf(facts) };
}

function countOf(facts = String(DEFAULT_FACTS)): number {
  if (/^\d{1,7}$/.test(facts) && Number(facts) <= MOST_FACTS) return Number(facts);
  throw new LandfallError('OPTION_INVALID', `--facts takes a whole number up to ${MOST_FACTS}, not ${facts}.`, {
    hint: USAGE,
  });
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { once: flag, keep: flag, help: flag, 'no-sample': flag, facts: { type: 'string' } },
    }).values;
  } catch (cause) {
    throw new LandfallError('OPTION_INVALID', cause instanceof Error ? cause.message : String(cause), {
      cause,
      hint: USAGE,
    });
  }
}
