import { attributes } from '@landfall/telemetry';
import { metrics } from '@opentelemetry/api';
import { firstOf } from '../domain/receipt.ts';
import type { Judgement } from './judge.ts';

const meter = metrics.getMeter('landfall.ingest');
const facts = meter.createCounter('landfall.ingest.facts', {
  description: 'Facts judged, by type of fact or code of refusal, and by edge',
});
const submissions = meter.createCounter('landfall.ingest.submissions', {
  description: 'Submissions over HTTP, by outcome',
});
const duration = meter.createHistogram('landfall.ingest.submission.duration', {
  unit: 's',
  description: 'Time from the first byte to the last acknowledgement',
  advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] },
});

export type Edge = 'http' | 'kafka';

export const ingestMetrics = {
  judged(judgements: readonly Judgement[], edge: Edge): void {
    for (const judgement of judgements) {
      const about = judgement.accepted
        ? { [attributes.eventType]: judgement.fact.type }
        : { [attributes.code]: firstOf(judgement.problems).code };
      facts.add(1, {
        ...about,
        [attributes.outcome]: judgement.accepted ? 'accepted' : 'rejected',
        'landfall.edge': edge,
      });
    }
  },
  submission(outcome: 'received' | 'failed', startedAt: number): void {
    submissions.add(1, { [attributes.outcome]: outcome });
    duration.record((performance.now() - startedAt) / 1000, { [attributes.outcome]: outcome });
  },
};
