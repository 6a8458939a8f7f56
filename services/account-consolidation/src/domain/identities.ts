/**
 * Every fact that a declaration knows: 32 bytes each, the event id (16), the first 8 bytes of the fact key's SHA-256, and
 * the offset at which it was first seen (8, big-endian). Pages of 64, so no document grows without bound.
 */
export type Identities = readonly Buffer[];

export const IDENTITIES_PER_PAGE = 64;
/** Above this many a declaration takes no further facts: they go to quarantine. */
export const MAX_IDENTITIES = 20_000;

const SIZE = 32;
const PAGE_BYTES = IDENTITIES_PER_PAGE * SIZE;

export type Identity = { readonly eventId: string; readonly factKeyHash: Buffer; readonly offset: number };

export const noIdentities: Identities = [];

export const countIdentities = (pages: Identities): number =>
  pages.length === 0 ? 0 : (pages.length - 1) * IDENTITIES_PER_PAGE + pages.at(-1)!.length / SIZE;

/** The offset at which this event was first seen, if it was. */
export function firstOffsetOf(pages: Identities, eventId: string): number | undefined {
  const id = Buffer.from(eventId, 'hex');
  const at = find(pages, id, 0);
  return at && readOffset(at.page, at.index + 24);
}

/** Whether another event of the same fact key is known: same identity, other content. */
export const knowsFactKey = (pages: Identities, factKeyHash: Buffer): boolean =>
  find(pages, factKeyHash, 16) !== undefined;

export function addIdentity(pages: Identities, { eventId, factKeyHash, offset }: Identity): Identities {
  const entry = Buffer.alloc(SIZE);
  entry.write(eventId, 0, 16, 'hex');
  factKeyHash.copy(entry, 16, 0, 8);
  writeOffset(entry, offset, 24);
  const last = pages.at(-1);
  if (last === undefined || last.length === PAGE_BYTES) return [...pages, entry];
  return [...pages.slice(0, -1), Buffer.concat([last, entry])];
}

/** Finds bytes at a fixed place of an entry; a match that lies across entries is passed over. */
function find(pages: Identities, wanted: Buffer, place: number): { page: Buffer; index: number } | undefined {
  for (const page of pages) {
    for (let at = page.indexOf(wanted, place); at >= 0; at = page.indexOf(wanted, at + 1)) {
      if (at % SIZE === place) return { page, index: at - place };
    }
  }
  return undefined;
}

const HIGH = 0x1_0000_0000;

function writeOffset(entry: Buffer, offset: number, at: number): void {
  const high = Math.floor(offset / HIGH);
  entry.writeUInt32BE(high, at);
  entry.writeUInt32BE(offset - high * HIGH, at + 4);
}

const readOffset = (page: Buffer, at: number): number => page.readUInt32BE(at) * HIGH + page.readUInt32BE(at + 4);
