/**
 * Every attribute that spans and metrics may carry: identifiers and counts, never personal or commercial data.
 * The messaging names are OpenTelemetry's: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export const attributes = {
  messagingSystem: 'messaging.system',
  operationName: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  topic: 'messaging.destination.name',
  partition: 'messaging.destination.partition.id',
  batchSize: 'messaging.batch.message_count',
  errorType: 'error.type',
  lane: 'landfall.lane',
  submission: 'landfall.submission.id',
  eventType: 'landfall.event.type',
  outcome: 'landfall.outcome',
  code: 'landfall.code',
} as const;
