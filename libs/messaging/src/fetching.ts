import { LandfallError } from '@landfall/errors';
import type { Admin, Consumer } from 'kafkajs';
import type { Fetching, LanePlace } from './lane.ts';
import { messagingMetrics } from './metrics.ts';

/** What steering one lane's fetch needs of the consumer that owns it; after a crash the consumer is another one. */
export type FetchingNeeds = {
  readonly admin: Admin;
  readonly consumer: () => Consumer;
  readonly report: (
    error: unknown,
    details: { lane: string; phase: string; topic?: string },
    level?: 'info' | 'warn',
  ) => void;
};

/** Steers the fetch of one lane. */
export function fetchingOf({ topic, name, partition, lane }: LanePlace, needs: FetchingNeeds): Fetching {
  /** Between two connections kafkajs refuses all three; the assignment that follows does them again. */
  const attempt = (what: (consumer: Consumer) => void): void => {
    try {
      what(needs.consumer());
    } catch (error) {
      needs.report(error, { lane, phase: 'steering the fetch' }, 'info');
    }
  };
  return {
    ends: async () => {
      const ends = (await needs.admin.fetchTopicOffsets(name)).find((p) => p.partition === partition);
      if (ends) return { low: Number(ends.low), high: Number(ends.high) };
      throw new LandfallError('LOG_ENDS_UNKNOWN', `The broker does not tell where ${name} ${partition} ends.`, {
        retryable: true,
      });
    },
    seek: (offset) => attempt((consumer) => consumer.seek({ topic: name, partition, offset: String(offset) })),
    pause: () => attempt((consumer) => consumer.pause([{ topic: name, partitions: [partition] }])),
    resume: () => attempt((consumer) => consumer.resume([{ topic: name, partitions: [partition] }])),
    report: (error, phase, level) => {
      if (error instanceof LandfallError && error.code === 'POSITION_OUTSIDE_LOG') messagingMetrics.laneStopped(lane);
      needs.report(error, { lane, topic: topic.name, phase }, level);
    },
  };
}
