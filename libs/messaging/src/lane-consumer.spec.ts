import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { topics } from '@landfall/events';
import { eventually } from '@landfall/testing';
import type { Kafka } from 'kafkajs';
import { LaneConsumer } from './lane-consumer.ts';

const nothing = (): Promise<void> => Promise.resolve();

/** A broker's client that does nothing but tell events, which the test makes up. */
function scene() {
  const consumers: EventEmitter[] = [];
  const consumer = () => {
    const emitter = new EventEmitter();
    consumers.push(emitter);
    const events = { GROUP_JOIN: 'join', CRASH: 'crash' };
    const steps = { connect: nothing, disconnect: nothing, subscribe: nothing, run: nothing, commitOffsets: nothing };
    return { on: emitter.on.bind(emitter), events, ...steps };
  };
  const told: unknown[] = [];
  const tell = (details: object) => void told.push((details as { times?: number }).times);
  const made = new LaneConsumer({
    kafka: { consumer, admin: () => ({ connect: nothing, disconnect: nothing }) } as unknown as Kafka,
    groupId: 'group',
    readPosition: () => Promise.resolve(0),
    logger: { info: tell, warn: tell, error: tell },
  });
  made.subscribe(topics.portTransactions, () => Promise.resolve());
  return { made, consumers, told };
}

describe('a consumer that crashes', () => {
  it('tells a crash after it had joined its group as a first one, others as their number doubles', async () => {
    const { made, consumers, told } = scene();
    await made.start();
    for (const joined of [false, false, true]) {
      const { length } = consumers;
      if (joined) consumers.at(-1)!.emit('join', { payload: { memberAssignment: {} } });
      consumers.at(-1)!.emit('crash', { payload: { restart: false, error: new Error(`crash ${length}`) } });
      await eventually(() => expect(consumers.at(-1)!.listenerCount('crash') * consumers.length).toBe(length + 1));
    }
    expect(told).toEqual([1, 2, 1]);
    await made.stop();
  });
});
