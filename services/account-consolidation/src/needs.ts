import type { Batch } from '@landfall/messaging';
import type { Changes, Snapshot } from './domain/consolidate.ts';
import type { Touched } from './domain/touched.ts';

/** Where lanes, declarations, chains and figures are kept. */
export type AccountStore = {
  /** The lane's next offset; a lane never seen begins at 0. Asked before anything else of a lane, and after a fence. */
  position(lane: string): Promise<number>;
  /** The state that a batch is decided upon, as of the lane's position. */
  load(lane: string, touched: Touched): Promise<Snapshot>;
  /**
   * Writes a batch's changes in one transaction, moving the lane from `batch.position` to `batch.nextOffset`.
   * @throws LandfallError LANE_FENCED when the lane stands elsewhere: nothing is written
   */
  save(batch: Batch, changes: Changes): Promise<void>;
};
