import { laneOf, topics } from '@landfall/events';
import type { KafkaAdmin } from '@landfall/messaging';
import type { LogEnds } from '../needs.ts';

export const brokerLogEnds =
  (admin: KafkaAdmin): LogEnds =>
  async () =>
    new Map(
      (await admin.ends(topics.portTransactions)).map(({ partition, high }) => [
        laneOf(topics.portTransactions, partition),
        high,
      ]),
    );
