import type { Kind } from './kind.ts';

/** A cancelled entry owes nothing; what was paid stays with the importer whom its last summary named. */
export const entryCancelled: Kind<'EntryCancelled'> = {
  keep: (fact) => ({ date: fact.cancelledOn, amounts: { cancelledCount: 1 } }),
  forCarrier: () => ({}),
};
