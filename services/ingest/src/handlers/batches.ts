/** Upper bounds of what is sent at once and waits for its acknowledgement. */
export type SendLimits = { readonly records: number; readonly bytes: number };

export const sendLimits: SendLimits = { records: 1_000, bytes: 1024 * 1024 };

/** Groups items in order; a group ends before it would pass a limit, and one item alone always makes a group. */
export async function* inBatches<T>(
  items: AsyncIterable<T>,
  sizeOf: (item: T) => number,
  limits: SendLimits,
): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for await (const item of items) {
    const size = sizeOf(item);
    if (batch.length === limits.records || (batch.length > 0 && bytes + size > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Does the work on one batch while the next one is being made, and never on two at once: what a slow broker holds up is
 * two batches, whatever the length of the stream. Ends with the first failure, after the work in hand.
 */
export async function oneAhead<T>(batches: AsyncIterable<T>, work: (batch: T) => Promise<void>): Promise<void> {
  let inHand: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batches) {
      await inHand;
      inHand = work(batch);
      // Looked at when the next batch is there; until then a failure has an owner.
      inHand.catch(() => undefined);
    }
  } finally {
    await inHand.catch(() => undefined);
  }
  await inHand;
}
