import { describe, expect, it } from '@jest/globals';
import type { Rejection } from '../domain/rejection.ts';
import type { InboundStore } from '../needs.ts';

export type OpenInboundStore = {
  readonly store: InboundStore;
  readonly rejections: () => Promise<readonly Pick<Rejection, 'id'>[]>;
};

const LANE = 'port.transactions.inbound@1/0';

const rejection = (position: number): Rejection => ({
  id: `${LANE}/${position}`,
  source: 'unknown',
  submissionId: null,
  inboundPartition: 0,
  position,
  problems: [{ code: 'UNDECODABLE_RECORD', pointer: '', reason: 'No Avro.' }],
  original: Buffer.from('x'),
  rejectedAt: 0,
});

/** What every store of inbound positions does. */
export function inboundStoreContract(open: () => Promise<OpenInboundStore>): void {
  describe('a store of inbound positions', () => {
    it('begins a lane at 0 and moves each by itself', async () => {
      const { store } = await open();
      expect(await store.position(LANE)).toBe(0);
      await store.advance({ lane: LANE, position: 0, nextOffset: 7 }, []);
      await store.advance({ lane: LANE, position: 7, nextOffset: 9 }, []);
      expect([await store.position(LANE), await store.position('port.transactions.inbound@1/1')]).toEqual([9, 0]);
    });

    it('records the rejections of a batch once, however often it is delivered', async () => {
      const { store, rejections } = await open();
      await store.position(LANE);
      await store.advance({ lane: LANE, position: 0, nextOffset: 2 }, [rejection(0), rejection(1)]);
      await expect(
        store.advance({ lane: LANE, position: 0, nextOffset: 2 }, [rejection(0), rejection(1)]),
      ).rejects.toMatchObject({ code: 'LANE_FENCED' });
      expect((await rejections()).map(({ id }) => id)).toEqual([`${LANE}/0`, `${LANE}/1`]);
      expect(await store.position(LANE)).toBe(2);
    });

    it('moves on past a record that is larger than a document', async () => {
      const { store, rejections } = await open();
      await store.position(LANE);
      const huge = { ...rejection(0), original: Buffer.alloc(20 * 1024 * 1024) };
      await store.advance({ lane: LANE, position: 0, nextOffset: 2 }, [huge, rejection(1)]);
      expect((await rejections()).map(({ id }) => id)).toEqual([`${LANE}/0`, `${LANE}/1`]);
      expect(await store.position(LANE)).toBe(2);
    });

    it('writes nothing for a batch that another consumer has overtaken', async () => {
      const { store, rejections } = await open();
      await store.position(LANE);
      await store.advance({ lane: LANE, position: 0, nextOffset: 5 }, []);
      await expect(store.advance({ lane: LANE, position: 3, nextOffset: 9 }, [rejection(4)])).rejects.toMatchObject({
        code: 'LANE_FENCED',
      });
      expect([await store.position(LANE), await rejections()]).toEqual([5, []]);
    });
  });
}
