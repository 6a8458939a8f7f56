import { inLaneTransaction, LaneSessions, readLanePosition } from '@landfall/mongo';
import type { Connection } from 'mongoose';
import type { Rejection } from '../domain/rejection.ts';
import type { InboundStore } from '../needs.ts';
import type { Collections } from './documents.ts';
import { rejectionDocument } from './rejection-document.ts';

export class MongoInboundStore implements InboundStore {
  readonly #sessions: LaneSessions;
  readonly #collections: Collections;

  constructor(connection: Connection, collections: Collections) {
    this.#sessions = new LaneSessions(connection, collections.inboundOwners);
    this.#collections = collections;
  }

  async position(lane: string): Promise<number> {
    await this.#sessions.take(lane);
    return readLanePosition(this.#collections.inboundLanes, lane);
  }

  async advance(
    { lane, position, nextOffset }: Parameters<InboundStore['advance']>[0],
    rejections: readonly Rejection[],
  ): Promise<void> {
    const move = { lane, position, set: { nextOffset } };
    await inLaneTransaction(this.#sessions, this.#collections.inboundLanes, move, async (session) => {
      if (rejections.length > 0)
        await this.#collections.rejections.insertMany(rejections.map(rejectionDocument), { session });
    });
  }
}
