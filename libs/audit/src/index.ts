export { factDigest, shortDigest } from './fact-digest.ts';
export { activityHash, genesisHead, type ChainedActivity, type FactCoordinates, LAYOUT_VERSION } from './chain.ts';
