import { hash } from 'node:crypto';

export const LAYOUT_VERSION = 1;

/** Where a fact stands in the log, and what it was: `digest` is its factDigest (32 bytes). */
export type FactCoordinates = {
  /** Numeric code of the topic (libs/events), 16 bits. */
  readonly topicCode: number;
  readonly generation: number;
  readonly partition: number;
  readonly offset: number;
  /** Append time in milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
  readonly digest: Buffer;
};

export type ChainedActivity = {
  readonly seq: number;
  readonly kind: 'posted' | 'reversed' | 'noted';
  readonly fact: FactCoordinates;
  readonly cause: FactCoordinates;
};

const kindCodes = { posted: 1, reversed: 2, noted: 3 } as const;
const COORDINATES = 2 + 2 + 4 + 8 + 8 + 32;
const LENGTH = 1 + 32 + 8 + 1 + 2 * COORDINATES;
const layout = Buffer.alloc(LENGTH);

/** What a chain's first activity is linked to: it names the chain, so chains cannot be exchanged for one another. */
export const genesisHead = (node: string, lane: string): Buffer =>
  hash('sha256', `landfall activity chain v${LAYOUT_VERSION}\n${node}\n${lane}`, 'buffer');

/**
 * The head after an activity: SHA-256 over a fixed layout of 154 bytes, big-endian:
 * version (1), previous head (32), seq (8), kind (1), then fact and cause, each topic code (2), generation (2),
 * partition (4), offset (8), timestamp (8), digest (32).
 */
export function activityHash(previousHead: Buffer, activity: ChainedActivity): Buffer {
  layout.writeUInt8(LAYOUT_VERSION, 0);
  previousHead.copy(layout, 1);
  writeSafeInteger(activity.seq, 33);
  layout.writeUInt8(kindCodes[activity.kind], 41);
  writeCoordinates(activity.fact, 42);
  writeCoordinates(activity.cause, 42 + COORDINATES);
  return hash('sha256', layout, 'buffer');
}

function writeCoordinates(fact: FactCoordinates, at: number): void {
  layout.writeUInt16BE(fact.topicCode, at);
  layout.writeUInt16BE(fact.generation, at + 2);
  layout.writeUInt32BE(fact.partition, at + 4);
  writeSafeInteger(fact.offset, at + 8);
  writeSafeInteger(fact.timestamp, at + 16);
  fact.digest.copy(layout, at + 24);
}

/** A non-negative safe integer as 8 bytes; two 32-bit writes are several times faster than a BigInt. */
function writeSafeInteger(value: number, at: number): void {
  const high = Math.floor(value / 0x1_0000_0000);
  layout.writeUInt32BE(high, at);
  layout.writeUInt32BE(value - high * 0x1_0000_0000, at + 4);
}
