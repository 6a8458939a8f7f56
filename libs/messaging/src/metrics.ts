import { LandfallError } from '@landfall/errors';
import { metrics } from '@opentelemetry/api';
import type { Batch } from './batch.ts';
import type { Handled } from './lane-worker.ts';

const meter = metrics.getMeter('landfall.messaging');
const consumed = meter.createCounter('landfall.messaging.consumed', { description: 'Records written, by lane' });
const batchDuration = meter.createHistogram('landfall.messaging.batch.duration', {
  unit: 's',
  description: 'Time to handle one batch',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] },
});
const faults = meter.createCounter('landfall.messaging.faults', {
  description: 'Failed attempts to handle a batch, by code',
});
const stopped = meter.createCounter('landfall.messaging.lanes.stopped', {
  description: 'Lanes stopped because their position is outside the log',
});

/** What operators watch: rates, durations and faults by lane; ids only, no content. */
export const messagingMetrics = {
  async timed(lane: string, { records, nextOffset }: Batch, handle: () => Promise<Handled>): Promise<Handled> {
    const start = performance.now();
    const handled = await handle();
    batchDuration.record((performance.now() - start) / 1000, { lane });
    const reached = handled?.nextOffset ?? nextOffset;
    consumed.add(reached === nextOffset ? records.length : records.filter(({ offset }) => offset < reached).length, {
      lane,
    });
    return handled;
  },
  fault(error: unknown): void {
    faults.add(1, { code: error instanceof LandfallError ? error.code : 'UNEXPECTED' });
  },
  laneStopped(lane: string): void {
    stopped.add(1, { lane });
  },
};
