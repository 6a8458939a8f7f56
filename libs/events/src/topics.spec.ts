import { describe, expect, it } from '@jest/globals';
import { laneOf, lanesOf, topics, type Topic } from './topics.ts';

const table: Topic[] = Object.values(topics);

describe('the topic table', () => {
  it('never gives a name or a code twice; codes fit 16 bits', () => {
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
    expect(new Set(table.map(({ code }) => code)).size).toBe(table.length);
    expect(table.every(({ code }) => code > 0 && code < 2 ** 16)).toBe(true);
  });

  // Codes are in hashed bytes and partition counts decide lanes: neither may ever change for a generation.
  it.each([
    ['port.transactions.inbound', 1, 6],
    ['port.transactions', 2, 6],
    ['port.transactions.rejected', 3, 3],
    ['port.transactions.outcomes', 4, 6],
    ['account.activities', 5, 6],
    ['port.transactions.dead-letters', 6, 6],
  ])('keeps %s at code %i and %i partitions in generation 1', (name, code, partitions) =>
    expect(table.find((topic) => topic.name === name)).toMatchObject({ code, partitions, generation: 1 }),
  );

  it('leaves nothing to the defaults of a broker', () => {
    for (const { config } of table) {
      expect(Object.keys(config).sort()).toEqual([
        'cleanup.policy',
        'max.message.bytes',
        'message.timestamp.type',
        'retention.bytes',
        'retention.ms',
      ]);
    }
  });

  it('keeps the log for ever', () =>
    expect(topics.portTransactions.config).toMatchObject({ 'retention.ms': '-1', 'retention.bytes': '-1' }));

  it("goes by the broker's clock: no producer's may be trusted, ours included", () => {
    for (const { config } of table) expect(config['message.timestamp.type']).toBe('LogAppendTime');
  });

  it('lets the broker take every record that producers send', () =>
    expect(table.every(({ config, maxRecordBytes }) => Number(config['max.message.bytes']) > maxRecordBytes)).toBe(
      true,
    ));

  it('gives every lane of facts a partition for its dead letters', () =>
    expect(topics.portTransactionsDeadLetters.partitions).toBe(topics.portTransactions.partitions));

  it('names lanes by topic, generation and partition', () => {
    expect(laneOf(topics.portTransactions, 3)).toBe('port.transactions@1/3');
    expect(lanesOf(topics.portTransactionsRejected)).toEqual(
      [0, 1, 2].map((partition) => `port.transactions.rejected@1/${partition}`),
    );
  });
});
