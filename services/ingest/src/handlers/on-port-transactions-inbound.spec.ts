import { beforeEach, describe, expect, it } from '@jest/globals';
import { laneOf, topics, transactionFactFromJson } from '@landfall/events';
import type { Batch, BatchRecord, Decoded } from '@landfall/messaging';
import { sampleFacts } from '@landfall/sample';
import { MemoryFactPublisher } from '../adapters/memory-fact-publisher.ts';
import { MemoryInboundStore } from '../adapters/memory-inbound-store.ts';
import { NOW, paymentJson } from '../testing/facts.ts';
import { OnPortTransactionsInbound } from './on-port-transactions-inbound.ts';

const LANE = laneOf(topics.portTransactionsInbound, 2);

let publisher: MemoryFactPublisher;
let store: MemoryInboundStore;
let handler: OnPortTransactionsInbound;

beforeEach(() => {
  publisher = new MemoryFactPublisher();
  store = new MemoryInboundStore();
  handler = new OnPortTransactionsInbound(publisher, store, () => new Date(NOW));
});

function contentOf(json: unknown): Decoded {
  const read = transactionFactFromJson(json);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { record: read.fact };
}

const recordOf = (content: Decoded, offset: number): BatchRecord => ({
  offset,
  timestamp: NOW,
  key: Buffer.alloc(0),
  value: Buffer.from(`bytes of ${offset}`),
  headers: {},
  content,
});

const batchOf = (contents: readonly Decoded[], position = 0): Batch => ({
  lane: LANE,
  partition: 2,
  position,
  nextOffset: position + contents.length,
  records: contents.map((content, i) => recordOf(content, position + i)),
});

const eventIds = (): string[] => publisher.read(topics.portTransactions).map(({ headers }) => headers['ce_id']!);

const mixed = (): Decoded[] => [
  contentOf(paymentJson()),
  contentOf(paymentJson({ entryNumber: 'ABC12345675' })),
  { failure: { code: 'UNDECODABLE_RECORD', reason: 'The record does not begin with 0.' } },
];

describe('facts that port systems put on Kafka', () => {
  it('are taken over with their identity, and the position moves on', async () => {
    await handler.handle(batchOf(mixed()));
    expect(eventIds()).toEqual(['48808c201255077c40e0e0a421e46554']);
    expect(await store.position(LANE)).toBe(3);
  });

  it('are recorded with their bytes and coordinates when refused', async () => {
    await handler.handle(batchOf(mixed()));
    expect(store.rejections).toMatchObject([
      {
        id: `${LANE}/1`,
        source: 'port-2704',
        submissionId: null,
        inboundPartition: 2,
        position: 1,
        problems: [{ code: 'ENTRY_NUMBER_CHECK_DIGIT' }],
        original: Buffer.from('bytes of 1'),
      },
      { id: `${LANE}/2`, source: 'unknown', position: 2, problems: [{ code: 'UNDECODABLE_RECORD', pointer: '' }] },
    ]);
    expect(publisher.read(topics.portTransactionsRejected).map(({ headers }) => headers['ce_id'])).toEqual([
      `${LANE}/1`,
      `${LANE}/2`,
    ]);
  });

  it('that are delivered again are fenced, with the same identities in the log and no second rejection', async () => {
    const batch = batchOf(mixed());
    await handler.handle(batch);
    await expect(handler.handle(batch)).rejects.toMatchObject({ code: 'LANE_FENCED' });
    expect(new Set(eventIds()).size).toBe(1);
    expect(store.rejections).toHaveLength(2);
    expect(await store.position(LANE)).toBe(3);
  });

  it('stay where they are while the broker is away', async () => {
    publisher.away = true;
    await expect(handler.handle(batchOf(mixed()))).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      retryable: true,
    });
    expect([await store.position(LANE), store.rejections]).toEqual([0, []]);
  });

  it('have the same identities in whatever order and batches they come', async () => {
    const contents = [...sampleFacts({ seed: 3, facts: 200 })].map(contentOf);
    await handler.handle(batchOf(contents));
    const inOrder = [...new Set(eventIds())].sort();
    publisher = new MemoryFactPublisher();
    handler = new OnPortTransactionsInbound(publisher, store, () => new Date(NOW));
    const reversed = contents.toReversed();
    await handler.handle(batchOf(reversed.slice(0, 77), 200));
    await handler.handle(batchOf(reversed.slice(77), 277));
    expect([...new Set(eventIds())].sort()).toEqual(inOrder);
  });
});
