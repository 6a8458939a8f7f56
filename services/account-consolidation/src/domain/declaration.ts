import type { TransactionFact } from '@landfall/events';
import type { Identities } from './identities.ts';
import type { Cell } from './measures.ts';

export type FactType = TransactionFact['type'];
export type FactOf<T extends FactType> = Extract<TransactionFact, { type: T }>;

/** Where a fact stands in the lane, and what it was. Times in milliseconds, `digest` is SHA-256 (libs/audit). */
export type Place = { readonly offset: number; readonly timestamp: number; readonly digest: Buffer };

/** What a declaration keeps of a counting fact: enough to say what it contributes, and to reverse it. */
export type KeptFact = {
  readonly type: FactType;
  readonly series: string;
  readonly version: string;
  readonly eventId: string;
  readonly place: Place;
  readonly content: Content;
};

/** The part of a fact that figures depend on. `date` is days since 1970-01-01; parties are sub-accounts. */
export type Content = {
  readonly date: number;
  readonly port?: string;
  readonly principal?: string;
  readonly broker?: string;
  readonly carrier?: string;
  /** Measures of the fact as a whole. */
  readonly amounts: Cell;
  /** Measures by `chapter:NN` and `country:XX`. */
  readonly lines?: Readonly<Record<string, Cell>>;
};

/** What facts are about: an entry, an export filing, an in-bond movement. Everything about it is in one lane. */
export type Declaration = {
  /** Type-prefixed: entry:ABC12345678, itn:X20260115000001, inbond:123456789. */
  readonly key: string;
  /** The counting fact of each series. */
  readonly counting: readonly KeptFact[];
  /** The highest summary that names parties, kept apart while a cancellation counts. */
  readonly namedBy?: KeptFact;
  readonly identities: Identities;
  readonly duplicates: number;
  readonly conflicts: number;
};

/** What one fact adds to one sub-account. */
export type Posting = {
  readonly node: string;
  readonly fact: KeptFact;
  readonly cells: Readonly<Record<string, Cell>>;
};
