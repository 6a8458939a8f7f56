import { describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import type { RecordProducer } from '@landfall/messaging';
import { judgeJson } from '../handlers/judge.ts';
import { bytesOf, NOW, paymentJson } from '../testing/facts.ts';
import { KafkaFactPublisher } from './kafka-fact-publisher.ts';
import { within } from './within.ts';

const late = (): LandfallError => new LandfallError('LATE', 'Late.');

describe('within', () => {
  it('gives the answer, or the failure, that comes in time', async () => {
    expect(await within(1_000, Promise.resolve(7), late)).toBe(7);
    await expect(within(1_000, Promise.reject(new Error('no')), late)).rejects.toThrow('no');
  });

  it('gives up on an answer that does not come, and does not mind its failing later', async () => {
    const asked = Promise.withResolvers<number>();
    await expect(within(5, asked.promise, late)).rejects.toMatchObject({ code: 'LATE' });
    asked.reject(new Error('much later'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('the publisher', () => {
  it('tells the sender to come again when the broker does not acknowledge in time', async () => {
    const silent: Pick<RecordProducer, 'send'> = { send: () => new Promise(() => undefined) };
    const judgement = judgeJson(bytesOf(paymentJson()), { now: NOW });
    if (!judgement.accepted) throw new Error('The payment was refused.');
    await expect(new KafkaFactPublisher(silent, 5).publish([judgement])).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      retryable: true,
    });
  });
});
