import { activityHash, type ChainedActivity, type FactCoordinates } from '@landfall/audit';
import { LandfallError } from '@landfall/errors';
import type { KeptFact, Place } from './declaration.ts';
import type { Cell } from './measures.ts';

/** A chain's last sequence number and hash. */
export type Head = { readonly seq: number; readonly hash: Buffer };

/** An activity as it stands in the chain of one node in one lane. */
export type Activity = {
  readonly seq: number;
  readonly hash: Buffer;
  readonly kind: ChainedActivity['kind'];
  readonly conflict: boolean;
  readonly declaration: string;
  readonly fact: KeptFact;
  readonly cause: Place;
  /** Lane time at the cause, in milliseconds. */
  readonly postedAt: number;
  /** Position among the activities of the same cause, from 0. */
  readonly postingNumber: number;
  /** What it adds to the node's totals. */
  readonly effects: Cell;
  /** The fact's bytes, on the first activity about it. */
  readonly original: { readonly key: Buffer; readonly value: Buffer } | null;
};

/** New activities of one chain, with the head that they are linked to. */
export type ChainGrowth = { readonly node: string; readonly before: Head; readonly activities: Activity[] };

export type LaneName = {
  readonly lane: string;
  readonly topicCode: number;
  readonly generation: number;
  readonly partition: number;
};

/** Appends activities to the chains of one lane, each linked to the one before. */
export class Chains {
  readonly grown = new Map<string, ChainGrowth>();
  readonly #lane: LaneName;
  readonly #heads: ReadonlyMap<string, Head>;

  constructor(lane: LaneName, heads: ReadonlyMap<string, Head>) {
    this.#lane = lane;
    this.#heads = heads;
  }

  append(node: string, activity: Omit<Activity, 'seq' | 'hash'>): void {
    let chain = this.grown.get(node);
    if (chain === undefined) {
      chain = { node, before: this.#headBefore(node), activities: [] };
      this.grown.set(node, chain);
    }
    const head = headOf(chain);
    const seq = head.seq + 1;
    const { kind, fact, cause } = activity;
    const hash = activityHash(head.hash, {
      seq,
      kind,
      fact: this.#coordinates(fact.place),
      cause: this.#coordinates(cause),
    });
    chain.activities.push({ ...activity, seq, hash });
  }

  /** A chain that was not loaded must never be taken for a new one: it would be forked. */
  #headBefore(node: string): Head {
    const head = this.#heads.get(node);
    if (head === undefined)
      throw new LandfallError('HEAD_NOT_LOADED', 'A batch touches a chain that was not loaded.', { details: { node } });
    return head;
  }

  #coordinates({ offset, timestamp, digest }: Place): FactCoordinates {
    const { topicCode, generation, partition } = this.#lane;
    return { topicCode, generation, partition, offset, timestamp, digest };
  }
}

/** Only the number and the hash: a head that kept its activity would keep the fact's bytes in the cache. */
export function headOf({ before, activities }: ChainGrowth): Head {
  const { seq, hash } = activities.at(-1) ?? before;
  return { seq, hash };
}
