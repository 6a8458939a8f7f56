import { metrics } from '@opentelemetry/api';
import type { AccountQueries } from '../needs.ts';

const gauge = metrics.getMeter('landfall.account-consolidation').createObservableGauge('landfall.quarantine.open', {
  description: 'Records set aside that no replay has settled, by lane; every replica shows the same',
});

/** Shows the quarantine as the store has it whenever metrics are read. Answers how to stop. */
export function showOpenQuarantine(queries: Pick<AccountQueries, 'lanes'>): () => void {
  const observe: Parameters<typeof gauge.addCallback>[0] = async (result) => {
    // A database that is away shows as such elsewhere; the other metrics must not wait for it in vain.
    const lanes = await queries.lanes().catch(() => []);
    for (const { lane, quarantined, settled } of lanes) result.observe(quarantined - settled, { lane });
  };
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}
