import { LRUCache } from 'lru-cache';
import type { Head } from '../domain/chains.ts';
import type { Declaration } from '../domain/declaration.ts';
import type { LaneDoc } from './documents.ts';

/** About what one kept fact, with its content and digest, takes on the heap. */
const FACT_BYTES = 900;
const DECLARATION_BYTES = 500;
const HEAD_BYTES = 250;

export type CacheLimits = { readonly declarationBytes: number; readonly headBytes: number };

// Measured: as objects, 64 MiB a lane cost more in garbage collection (252 CPU seconds per million facts) than reading
// from MongoDB what 4 MiB do not hold (193).
export const cacheLimits: CacheLimits = { declarationBytes: 4 * 1024 * 1024, headBytes: 16 * 1024 * 1024 };

/** What one lane keeps in memory: exactly what is committed, bounded by bytes, dropped whole on any doubt. */
export class LaneCache {
  readonly lane: LaneDoc;
  readonly declarations: LRUCache<string, Declaration>;
  readonly heads: LRUCache<string, Head>;

  constructor(lane: LaneDoc, limits: CacheLimits = cacheLimits) {
    this.lane = lane;
    this.declarations = new LRUCache({ maxSize: limits.declarationBytes, sizeCalculation: sizeOfDeclaration });
    this.heads = new LRUCache({ maxSize: limits.headBytes, sizeCalculation: () => HEAD_BYTES });
  }
}

const sizeOfDeclaration = ({ counting, identities }: Declaration): number =>
  DECLARATION_BYTES + counting.length * FACT_BYTES + identities.reduce((bytes, page) => bytes + page.length, 0);
