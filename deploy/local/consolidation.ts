import { setTimeout as sleep } from 'node:timers/promises';
import { LandfallError } from '@landfall/errors';

/** A lane as account-consolidation's GET /v1/lanes answers it. */
export type LaneState = {
  readonly lane: string;
  readonly nextOffset: number;
  readonly endOffset: number;
  readonly applied: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly quarantined: number;
};

const EVERY_MS = 100;
const PATIENCE_MS = 60_000;

export async function readLanes(url: string): Promise<readonly LaneState[]> {
  const response = await fetch(`${url}/v1/lanes`);
  if (!response.ok)
    throw new LandfallError(
      'LANES_UNREADABLE',
      `account-consolidation answered ${response.status} to GET /v1/lanes: ${await response.text()}`,
    );
  return ((await response.json()) as { lanes: readonly LaneState[] }).lanes;
}

export const sumOf = (lanes: readonly LaneState[], part: Exclude<keyof LaneState, 'lane'>): number =>
  lanes.reduce((sum, lane) => sum + lane[part], 0);

/** Whether so many facts are in the log, and each lane stands at its end. */
export const isConsolidated = (lanes: readonly LaneState[], facts: number): boolean =>
  sumOf(lanes, 'endOffset') >= facts && lanes.every(({ nextOffset, endOffset }) => nextOffset === endOffset);

/**
 * Waits until the log has so many facts and account-consolidation is through with them.
 * @throws LandfallError CONSOLIDATION_STUCK after a minute without progress
 */
export async function waitUntilConsolidated(
  url: string,
  facts: number,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (consolidated: number) => void },
) {
  let [last, since] = [-1, performance.now()];
  for (;;) {
    signal.throwIfAborted();
    const lanes = await readLanes(url);
    const reached = sumOf(lanes, 'nextOffset');
    if (reached !== last) {
      onProgress(reached);
      [last, since] = [reached, performance.now()];
    }
    if (isConsolidated(lanes, facts)) return lanes;
    if (performance.now() - since > PATIENCE_MS) throw stuck(lanes, facts);
    await sleep(EVERY_MS);
  }
}

function stuck(lanes: readonly LaneState[], facts: number): LandfallError {
  const behind = lanes
    .filter(({ nextOffset, endOffset }) => nextOffset !== endOffset)
    .map(({ lane, nextOffset, endOffset }) => `${lane} at ${nextOffset} of ${endOffset}`);
  const where = behind.length > 0 ? behind.join(', ') : `the log has ${sumOf(lanes, 'endOffset')} of ${facts} facts`;
  return new LandfallError(
    'CONSOLIDATION_STUCK',
    `Nothing was consolidated for ${PATIENCE_MS / 1000} seconds: ${where}.`,
  );
}
