import { createRequire } from 'node:module';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mendKafkaJs } from './kafkajs-internals.ts';

const load = createRequire(import.meta.url) as (path: string) => unknown;
const groupPath = 'kafkajs/src/consumer/consumerGroup';
const queuePath = 'kafkajs/src/network/requestQueue';

type Group = { heartbeat(options: { interval: number }): Promise<void> };
type Queue = {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  destroy(): void;
};
let queue: Queue;
afterEach(() => queue?.destroy());

function newQueue(): Queue {
  const RequestQueue = load(queuePath) as new (options: object) => Queue;
  const logger = { debug: () => undefined };
  queue = new RequestQueue({ maxInFlightRequests: null, requestTimeout: 1_000, clientId: 'c', broker: 'b', logger });
  return queue;
}

describe('kafkajs, mended', () => {
  it('sets no timer while nothing waits: its own, of minus the time of day, ran 1,000 times a second', () => {
    newQueue().checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    queue.destroy();
    mendKafkaJs();
    newQueue().checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });

  it('still looks again at what waits while the broker throttles', () => {
    mendKafkaJs();
    newQueue().throttledUntil = Date.now() + 60_000;
    queue.pending.push({});
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
  });

  it('sends heartbeats on when the clock was set back since the last one', async () => {
    mendKafkaJs();
    const ConsumerGroup = load(groupPath) as new (options: object) => Group;
    const sent: object[] = [];
    const options = { logger: { namespace: () => undefined }, instrumentationEmitter: { emit: () => undefined } };
    const group = Object.assign(new ConsumerGroup({ ...options, topics: [], topicConfigurations: {}, assigners: [] }), {
      memberId: 'a member',
      coordinator: { heartbeat: async (payload: object) => void sent.push(payload) },
      lastRequest: Date.now() + 86_400_000,
    });
    await group.heartbeat({ interval: 1_000 });
    expect(sent).toHaveLength(1);
    await group.heartbeat({ interval: 1_000 });
    expect(sent).toHaveLength(1);
  });

  it('is mended once', () => {
    const { prototype } = load(queuePath) as { prototype: { scheduleCheckPendingRequests: unknown } };
    mendKafkaJs();
    const { scheduleCheckPendingRequests: mended } = prototype;
    mendKafkaJs();
    expect(prototype.scheduleCheckPendingRequests).toBe(mended);
  });

  it.each([
    ['of another version', (path: string) => (path.endsWith('package.json') ? { version: '2.3.0' } : load(path))],
    ['without a decoder where it was', (path: string) => (path.includes('fetch/v11') ? {} : load(path))],
    ['without a queue where it was', (path: string) => (path === queuePath ? { prototype: {} } : load(path))],
    ['without a heartbeat where it was', (path: string) => (path === groupPath ? { prototype: {} } : load(path))],
  ])('refuses to start with one %s', (_, changed) => {
    expect(() => mendKafkaJs(changed)).toThrow(expect.objectContaining({ code: 'KAFKAJS_CHANGED' }));
  });
});
