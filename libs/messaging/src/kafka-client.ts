import { Kafka, logLevel, type LogEntry } from 'kafkajs';
import { mendKafkaJs } from './kafkajs-internals.ts';

export type MessagingLogger = {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

export type KafkaOptions = { readonly brokers: string[]; readonly clientId: string; readonly logger?: MessagingLogger };

/**
 * A kafkajs client that writes to our logger and keeps on trying while a broker is away.
 * @throws LandfallError KAFKAJS_CHANGED
 */
export function createKafka({ brokers, clientId, logger }: KafkaOptions): Kafka {
  mendKafkaJs();
  return new Kafka({
    brokers,
    clientId,
    logLevel: logger ? logLevel.WARN : logLevel.NOTHING,
    logCreator: () => (entry) => logger && forward(logger, entry),
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8 },
  });
}

function forward(logger: MessagingLogger, { level, log, namespace }: LogEntry): void {
  const details = {
    namespace,
    topic: log['topic'] as unknown,
    partition: log['partition'] as unknown,
    error: log['error'] as unknown,
  };
  if (isRoutine(log['error'])) logger.info(details, log.message);
  else if (level === logLevel.ERROR) logger.error(details, log.message);
  else logger.warn(details, log.message);
}

/** Members come and go; kafkajs reports each rebalance as an error of every one that stays. */
const isRoutine = (error: unknown): boolean => typeof error === 'string' && error.includes('rebalancing');
