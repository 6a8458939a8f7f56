import { factDigest } from '@landfall/audit';
import { UNATTRIBUTED, aboutOf } from './about.ts';
import { Chains, type ChainGrowth, type Head, type LaneName } from './chains.ts';
import type { Declaration, Posting } from './declaration.ts';
import { emptyDeclaration, evolve, judge, withDuplicate } from './evolve.ts';
import { addCells, type Cells } from './measures.ts';
import { originalOf, sizesOf, totalOf, type Original } from './original.ts';
import { difference, monthOf } from './postings.ts';
import type { ReadFact, Refusal } from './read-facts.ts';
import { Settlements, type Settlement } from './settlements.ts';

/** What the store holds of all that a batch touches. An absent declaration is new; every head is there. */
export type Snapshot = {
  readonly laneTime: number;
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly heads: ReadonlyMap<string, Head>;
  /** Digests of unsettled records in quarantine by offset, of those that the batch's replays name. */
  readonly openQuarantine: ReadonlyMap<number, Buffer>;
};

/** A record that was set aside; `digest` is SHA-256 over key and value (libs/audit). */
export type Quarantined = Refusal & {
  readonly offset: number;
  readonly timestamp: number;
  readonly digest: Buffer;
  readonly original: Original;
};

/** `before` is absent for a declaration that is new. */
export type DeclarationChange = { readonly before: Declaration | undefined; readonly after: Declaration };

/** Everything that one batch changes in its lane; written in one transaction or not at all. */
export type Changes = {
  /** Running maximum of append times, in milliseconds. */
  readonly laneTime: number;
  readonly declarations: readonly DeclarationChange[];
  readonly chains: ReadonlyMap<string, ChainGrowth>;
  /** Additions by node and calendar year: `importer:12-345678900|2026`. */
  readonly figures: ReadonlyMap<string, Cells>;
  readonly duplicates: readonly { readonly offset: number; readonly firstOffset: number }[];
  readonly conflicts: readonly number[];
  readonly quarantined: readonly Quarantined[];
  /** Records set aside, here or before, that replays in this batch have settled. */
  readonly settled: readonly Settlement[];
  readonly applied: number;
  /** How many of the facts given were folded, from the first. */
  readonly taken: number;
};

/**
 * Folds a batch of facts into the state of its lane, or the first part of it (`taken`). Pure: the same batch upon the
 * same state gives the same changes, hashes included.
 */
export function consolidate(lane: LaneName, before: Snapshot, facts: readonly ReadFact[]): Changes {
  const fold = new Fold(lane, before);
  for (const fact of facts) {
    if (fold.full) break;
    fold.take(fact);
  }
  return fold.changes();
}

/** A batch ends early when it has caused so many activities: one fact may move all that a declaration has posted. */
export const MAX_ACTIVITIES = 60_000;
/** ... or has set aside so many bytes: headers are outside the bounds of a batch. */
export const MAX_QUARANTINED_BYTES = 32 * 1024 * 1024;
/** Longest reason that is kept, in characters: some quote what they are about. */
const MAX_REASON = 1_000;

type Accepted = Exclude<ReadFact, { refusal: Refusal }>;

class Fold {
  readonly #before: Snapshot;
  readonly #chains: Chains;
  readonly #declarations = new Map<string, Declaration>();
  readonly #figures = new Map<string, Cells>();
  readonly #duplicates: { offset: number; firstOffset: number }[] = [];
  readonly #conflicts: number[] = [];
  readonly #quarantined: Quarantined[] = [];
  readonly #settlements: Settlements;
  #laneTime: number;
  #applied = 0;
  #taken = 0;
  #activities = 0;
  #quarantinedBytes = 0;

  constructor(lane: LaneName, before: Snapshot) {
    this.#before = before;
    this.#chains = new Chains(lane, before.heads);
    this.#laneTime = before.laneTime;
    this.#settlements = new Settlements(lane.lane, before.openQuarantine);
  }

  get full(): boolean {
    return this.#activities >= MAX_ACTIVITIES || this.#quarantinedBytes >= MAX_QUARANTINED_BYTES;
  }

  take(read: ReadFact): void {
    this.#taken++;
    this.#laneTime = Math.max(this.#laneTime, read.record.timestamp);
    // First, so that no record settles itself.
    this.#settlements.take(read.record);
    if ('refusal' in read) this.#setAside(read, read.refusal);
    else this.#judge(read);
  }

  changes(): Changes {
    return {
      laneTime: this.#laneTime,
      declarations: [...this.#declarations.values()].map((after) => ({
        before: this.#before.declarations.get(after.key),
        after,
      })),
      chains: this.#chains.grown,
      figures: this.#figures,
      duplicates: this.#duplicates,
      conflicts: this.#conflicts,
      quarantined: this.#quarantined,
      settled: this.#settlements.settled,
      applied: this.#applied,
      taken: this.#taken,
    };
  }

  #judge(read: Accepted): void {
    const declaration = this.#declarationOf(read.declaration);
    const judged = judge(declaration, read.fact, read.factKeyHash);
    switch (judged.verdict) {
      case 'duplicate':
        this.#duplicates.push({ offset: read.record.offset, firstOffset: judged.firstOffset });
        this.#declarations.set(declaration.key, withDuplicate(declaration));
        return;
      case 'refused':
        this.#setAside(read, judged);
        return;
      case 'accepted':
        if (judged.conflict) this.#conflicts.push(read.record.offset);
        else this.#applied++;
        this.#accept(declaration, read, judged.conflict);
        return;
    }
  }

  #setAside({ record }: ReadFact, { code, reason }: Refusal): void {
    const { offset, timestamp } = record;
    const original = originalOf(record);
    const digest = factDigest(record.key, record.value);
    this.#quarantined.push({ offset, timestamp, code, reason: reason.slice(0, MAX_REASON), digest, original });
    this.#quarantinedBytes += totalOf(sizesOf(original));
    this.#settlements.setAside(offset, digest);
  }

  #accept(declaration: Declaration, read: Accepted, conflict: boolean): void {
    const after = evolve(declaration, read.fact, read.factKeyHash, conflict);
    const { reversed, posted } = difference(declaration, after);
    this.#declarations.set(after.key, after);
    const entries = [...reversed.map(toEntry('reversed')), ...posted.map(toEntry('posted'))];
    if (!posted.some(({ fact }) => fact === read.fact)) entries.push(note(after, read));
    this.#record(read, entries, conflict);
  }

  /** Chains what a fact causes; its bytes go with the first activity about itself. */
  #record(read: Accepted, entries: readonly Entry[], conflict: boolean): void {
    this.#activities += entries.length;
    let original: { key: Buffer; value: Buffer } | null = { key: read.record.key, value: read.record.value };
    entries.forEach(({ kind, posting }, postingNumber) => {
      const own = posting.fact === read.fact;
      this.#chains.append(posting.node, {
        kind,
        conflict: own && conflict,
        declaration: read.declaration,
        fact: posting.fact,
        cause: read.fact.place,
        postedAt: this.#laneTime,
        postingNumber,
        effects: effectsOf(kind, posting),
        original: own ? original : null,
      });
      if (own) original = null;
      this.#addToFigures(kind, posting);
    });
  }

  #addToFigures(kind: Entry['kind'], { node, fact, cells }: Posting): void {
    if (kind === 'noted' || isEmpty(cells)) return;
    const key = `${node}|${monthOf(fact.content.date).slice(0, 4)}`;
    let figures = this.#figures.get(key);
    if (figures === undefined) this.#figures.set(key, (figures = {}));
    addCells(figures, cells, kind === 'posted' ? 1 : -1);
  }

  #declarationOf(key: string): Declaration {
    return this.#declarations.get(key) ?? this.#before.declarations.get(key) ?? emptyDeclaration(key);
  }
}

type Entry = { readonly kind: 'posted' | 'reversed' | 'noted'; readonly posting: Posting };

const toEntry =
  (kind: Entry['kind']) =>
  (posting: Posting): Entry => ({ kind, posting });

/** A fact that counts nothing (superseded on arrival, or the lesser of a conflict) is still in the log. */
function note(declaration: Declaration, { fact }: Accepted): Entry {
  const { principal, carrier } = aboutOf(declaration);
  return { kind: 'noted', posting: { node: principal ?? carrier ?? UNATTRIBUTED, fact, cells: {} } };
}

function effectsOf(kind: Entry['kind'], { cells }: Posting): Cells[string] {
  const all = cells['all'] ?? {};
  if (kind !== 'reversed') return all;
  return Object.fromEntries(Object.entries(all).map(([measure, amount]) => [measure, -amount]));
}

const isEmpty = (cells: Posting['cells']): boolean => Object.keys(cells).length === 0;
