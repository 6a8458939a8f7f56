import type { Topic } from '@landfall/events';
import { inBatchSpan, type CarriedHeaders } from '@landfall/telemetry';
import type { Batch } from './batch.ts';

/** One span a batch, linked to the traces of its records. */
export const batchSpan = <T>(
  { name: topic }: Topic,
  { partition, records }: Batch,
  run: () => Promise<T>,
): Promise<T> =>
  inBatchSpan({ name: 'process', topic, partition, size: records.length, links: headersOf(records) }, run);

function* headersOf(records: Batch['records']): Generator<CarriedHeaders> {
  for (const { headers } of records) yield headers;
}
