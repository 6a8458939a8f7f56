import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { LandfallError } from '@landfall/errors';
import type { mongo } from 'mongoose';
import type { LaneSessions } from './lane-sessions.ts';

/** A lane's own document; services add fields of theirs, written by the lane's transaction only. */
export type LaneDocument = { _id: string; nextOffset: number };

export type LaneMove<L extends LaneDocument> = {
  readonly lane: string;
  /** The position on which the batch was decided. */
  readonly position: number;
  /** What the lane's document holds after the batch. */
  readonly set: Omit<L, '_id'>;
};

const COMMIT_PATIENCE_MS = 30_000;
const COMMIT_PAUSE_MS = 50;

/** The lane's next offset, read with majority; a lane never seen gets its document here. */
export async function readLanePosition(lanes: mongo.Collection<LaneDocument>, lane: string): Promise<number> {
  const found = await lanes.findOneAndUpdate(
    { _id: lane },
    { $setOnInsert: { nextOffset: 0 } },
    { upsert: true, returnDocument: 'after', writeConcern: { w: 'majority', j: true } },
  );
  return found?.nextOffset ?? 0;
}

/**
 * Moves a lane and writes its batch's effects in one transaction. The move comes first, under the condition that the lane
 * still stands where the batch was decided: no match means that another consumer has moved it on.
 * @throws LandfallError LANE_FENCED; MONGODB_FAULT (retryable): the batch has to be decided again from the store.
 */
export async function inLaneTransaction<L extends LaneDocument>(
  sessions: LaneSessions,
  lanes: mongo.Collection<L>,
  move: LaneMove<L>,
  write: (session: mongo.ClientSession) => Promise<void>,
): Promise<void> {
  try {
    const session = await sessions.of(move.lane);
    session.startTransaction({ writeConcern: { w: 'majority', j: true }, readConcern: { level: 'local' } });
    await moveLane(lanes, move, session);
    await write(session);
    await commit(session);
  } catch (error) {
    await sessions.drop(move.lane);
    throw toFault(error, move.lane);
  }
}

async function moveLane<L extends LaneDocument>(
  lanes: mongo.Collection<L>,
  { lane, position, set }: LaneMove<L>,
  session: mongo.ClientSession,
): Promise<void> {
  const condition = { _id: lane, nextOffset: position } as never;
  const { matchedCount } = await lanes.updateOne(condition, { $set: set as never }, { session });
  if (matchedCount === 0) {
    throw new LandfallError('LANE_FENCED', `Lane ${lane} no longer stands at offset ${position}.`, {
      details: { lane, position },
    });
  }
}

/** An unknown result is asked again as a commit only: writing again could count twice. */
async function commit(session: mongo.ClientSession): Promise<void> {
  const deadline = performance.now() + COMMIT_PATIENCE_MS;
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!hasLabel(error, 'UnknownTransactionCommitResult') || performance.now() > deadline) throw error;
      await sleep(COMMIT_PAUSE_MS);
    }
  }
}

const hasLabel = (error: unknown, label: string): boolean =>
  error instanceof Error && 'hasErrorLabel' in error && (error.hasErrorLabel as (label: string) => boolean)(label);

/**
 * A fault of the database, told apart from a fault of what was to be written: that one would come again.
 * @returns MONGODB_FAULT (retryable), STORE_REFUSED, or the error where it has a code already
 */
function toFault(error: unknown, lane: string): LandfallError {
  if (error instanceof LandfallError) return error;
  if (isRefusal(error)) {
    return new LandfallError('STORE_REFUSED', `MongoDB refused a write of lane ${lane}: ${error.message}`, {
      cause: error,
      details: { lane },
    });
  }
  return databaseFault(error, lane);
}

/** What the driver cannot put into BSON, and what the server refuses by document: no other attempt mends it. */
const DOCUMENT_ERRORS: ReadonlySet<string> = new Set([
  'RangeError',
  'BSONError',
  'MongoInvalidArgumentError',
  'MongoBulkWriteError',
]);

const isRefusal = (error: unknown): error is Error =>
  isNativeError(error) && DOCUMENT_ERRORS.has(error.name) && !hasLabel(error, 'TransientTransactionError');

const databaseFault = (cause: unknown, lane: string): LandfallError =>
  new LandfallError('MONGODB_FAULT', `MongoDB failed over the batch of lane ${lane}.`, {
    retryable: true,
    cause,
    details: { lane },
  });

/** Reads for a batch: whatever goes wrong is the database's fault, and no record's. */
export async function readingLane<T>(lane: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof LandfallError ? error : databaseFault(error, lane);
  }
}
