import { once } from 'node:events';
import { LandfallError } from '@landfall/errors';
import type { Topic } from '@landfall/events';
import { createKafka } from '../kafka-client.ts';
import { LaneConsumer } from '../lane-consumer.ts';
import type { Session } from '../create-consumer.ts';

/** What a member in a process of its own is started with, as JSON in its first argument. */
export type Setting = {
  readonly brokers: string;
  readonly groupId: string;
  readonly topic: Topic;
  readonly session: Session;
};
/** It asks the process that started it, which has the store: where a lane stands, or that a batch be written. */
export type Question = { readonly id: number; readonly read: string } | { readonly id: number; readonly save: Saving };
export type Saving = {
  lane: string;
  position: number;
  nextOffset: number;
  records: { offset: number; value: string }[];
};
export type Answer = { readonly id: number; readonly position?: number; readonly refused?: string };

let asked = 0;
const waiting = new Map<number, (answer: Answer) => void>();

function ask(question: { read: string } | { save: Saving }): Promise<Answer> {
  const id = ++asked;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    process.send!({ id, ...question });
  });
}

async function main({ brokers, groupId, topic, session }: Setting): Promise<void> {
  process.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const consumer = new LaneConsumer({
    kafka: createKafka({ brokers: brokers.split(','), clientId: 'frozen' }),
    groupId,
    session,
    logger: quiet,
    readPosition: async (lane) => (await ask({ read: lane })).position ?? 0,
  });
  consumer.subscribe(topic, async ({ lane, position, nextOffset, records }) => {
    const plain = records.map(({ offset, value }) => ({ offset, value: value.toString('utf8') }));
    const { refused } = await ask({ save: { lane, position, nextOffset, records: plain } });
    if (refused !== undefined) throw new LandfallError(refused, 'The store refused.');
  });
  await consumer.start();
  await once(process, 'disconnect');
  process.exit();
}

await main(JSON.parse(process.argv[2]!) as Setting);
