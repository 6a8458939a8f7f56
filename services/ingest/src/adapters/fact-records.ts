import { encodeRecord } from '@landfall/events';
import { injectTraceHeaders } from '@landfall/telemetry';
import type { Rejection } from '../domain/rejection.ts';
import { toRejectedRecord } from '../domain/rejection.ts';
import type { PublishableFact } from '../needs.ts';

export type KeyedRecord = { readonly key: string; readonly value: Buffer; readonly headers: Record<string, string> };

/** A fact as a Kafka record, with CloudEvents' attributes and the trace of whoever sent it. */
export const factRecord = (
  { fact, declaration, value }: PublishableFact,
  trace: Record<string, string>,
): KeyedRecord => ({
  key: declaration,
  value,
  headers: {
    ...cloudEvent({ id: fact.eventId, type: fact.type, source: fact.source, time: fact.occurredAt }),
    ...trace,
  },
});

export function rejectionRecord(rejection: Rejection, trace: Record<string, string>): KeyedRecord {
  const record = toRejectedRecord(rejection);
  const { eventId, type, source, occurredAt } = record;
  return {
    key: source,
    value: encodeRecord(record),
    headers: { ...cloudEvent({ id: eventId, type, source, time: occurredAt }), ...trace },
  };
}

/** The active trace, once for all records of a batch. */
export const traceHeaders = (): Record<string, string> => injectTraceHeaders({});

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md, binary mode. */
const cloudEvent = ({
  id,
  type,
  source,
  time,
}: {
  id: string;
  type: string;
  source: string;
  time: number;
}): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: id,
  ce_type: `landfall.transactions.${type}`,
  ce_source: source,
  ce_time: new Date(time).toISOString(),
});
