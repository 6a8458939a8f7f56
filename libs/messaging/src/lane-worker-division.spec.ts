import { describe, expect, it } from '@jest/globals';
import { LandfallError } from '@landfall/errors';
import { records, settled, workerScene as scene } from './testing/worker-scene.ts';

describe('a lane worker', () => {
  it('puts a record aside that cannot be handled, and writes its neighbours', async () => {
    const written: number[] = [];
    const aside: [number, unknown][] = [];
    const { worker } = scene({
      limits: { records: 50, bytes: 1_000_000 },
      handle: ({ records: batch }) => {
        const bad = batch.find(
          ({ offset, content }) => offset === 13 && !('failure' in content && content.failure.code === 'BAD_FACT'),
        );
        if (bad) return Promise.reject(new LandfallError('BAD_FACT', 'Thirteen.'));
        for (const { offset, content } of batch) {
          if ('failure' in content && content.failure.code === 'BAD_FACT') aside.push([offset, content.failure.reason]);
          else written.push(offset);
        }
        return Promise.resolve();
      },
    });
    await worker.open();
    worker.offer(records(0, 40), 0, 39);
    await settled();
    expect(written).toEqual([...Array(40).keys()].filter((offset) => offset !== 13));
    expect(aside).toEqual([[13, 'Thirteen.']]);
    expect(worker.committed).toBe(40);
  });

  it('tells of a batch that is refused once, and of each record that it puts aside', async () => {
    const bad = new LandfallError('BAD_FACT', 'Odd.');
    const scened = scene({
      limits: { records: 50, bytes: 1_000_000 },
      handle: ({ records: batch }) =>
        batch.some(({ offset, content }) => offset % 10 === 3 && !('failure' in content))
          ? Promise.reject(bad)
          : Promise.resolve(),
    });
    await scened.worker.open();
    scened.worker.offer(records(0, 40), 0, 39);
    await settled();
    expect(scened.worker.committed).toBe(40);
    expect(scened.faults).toEqual([bad]);
    expect(scened.aside).toEqual([3, 13, 23, 33]);
  });
});
