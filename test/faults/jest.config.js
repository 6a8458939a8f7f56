// A project of its own, since its servers are killed, cut off and filled up: `npm test` neither runs it nor shares with it.
import { base } from '../../jest.config.js';

export default {
  ...base,
  displayName: 'faults',
  rootDir: '../..',
  testMatch: ['<rootDir>/test/faults/*.faults.spec.ts'],
  verbose: true,
  testTimeout: 240_000,
};
