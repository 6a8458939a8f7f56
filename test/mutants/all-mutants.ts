import { figureMutants } from './figure-mutants.ts';
import { messagingMutants } from './messaging-mutants.ts';
import type { Mutant } from './mutant.ts';
import { pathMutants } from './path-mutants.ts';
import { proofMutants } from './proof-mutants.ts';
import { storeMutants } from './store-mutants.ts';

export const mutants: readonly Mutant[] = [
  ...messagingMutants,
  ...pathMutants,
  ...storeMutants,
  ...proofMutants,
  ...figureMutants,
];
