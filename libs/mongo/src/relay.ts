import type { mongo } from 'mongoose';

export type RelayPointer = { _id: string; nextOffset: number };

/** What the relay of one lane needs: the log in order, and a place to publish it. `from` and `to` are lane offsets. */
export type RelayNeeds<P extends { readonly to: number }> = {
  readonly lane: string;
  readonly pointers: mongo.Collection<RelayPointer>;
  /** The next stretch of the log after `from`, or nothing when all was published. */
  readonly next: (from: number) => Promise<P | undefined>;
  /** Resolves when the broker has acknowledged every record. */
  readonly publish: (portion: P) => Promise<void>;
};

/**
 * Publishes one stretch of a lane's log, then moves the pointer: acknowledged first, so nothing is skipped. The pointer
 * moves by compare-and-set; a second relay of the same lane only repeats what the first has sent.
 * @returns whether there was anything to publish
 */
export async function relayOnce<P extends { readonly to: number }>({
  lane,
  pointers,
  next,
  publish,
}: RelayNeeds<P>): Promise<boolean> {
  const from = await readPointer(pointers, lane);
  const portion = await next(from);
  if (portion === undefined) return false;
  await publish(portion);
  await pointers.updateOne({ _id: lane, nextOffset: from }, { $set: { nextOffset: portion.to } });
  return true;
}

async function readPointer(pointers: mongo.Collection<RelayPointer>, lane: string): Promise<number> {
  const found = await pointers.findOneAndUpdate(
    { _id: lane },
    { $setOnInsert: { nextOffset: 0 } },
    { upsert: true, returnDocument: 'after' },
  );
  return found?.nextOffset ?? 0;
}
