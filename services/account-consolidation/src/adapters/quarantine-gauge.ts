import { setTimeout as sleep } from 'node:timers/promises';
import { metrics } from '@opentelemetry/api';
import type { AccountQueries } from '../needs.ts';

const gauge = metrics.getMeter('landfall.account-consolidation').createObservableGauge('landfall.quarantine.open', {
  description: 'Records set aside that no replay has settled, by lane; every replica shows the same',
});

const PATIENCE_MS = 1_000;

/** Shows the quarantine as the store has it whenever metrics are read. Answers how to stop. */
export function showOpenQuarantine(queries: Pick<AccountQueries, 'lanes'>): () => void {
  const observe: Parameters<typeof gauge.addCallback>[0] = async (result) => {
    // A database that is away shows as such elsewhere; the other metrics must not wait for it in vain.
    const late = sleep(PATIENCE_MS, [], { ref: false });
    const lanes = await Promise.race([queries.lanes(), late]).catch(() => []);
    for (const { lane, quarantined, settled } of lanes) result.observe(quarantined - settled, { lane });
  };
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}
