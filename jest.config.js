export const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['landfall:source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  modulePathIgnorePatterns: ['/dist/'],
};
// Servers start for the projects that name them here, so `npm test -- --selectProjects unit` starts none.
const onServers = {
  ...base,
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.mjs',
};
const roots = '<rootDir>/{libs,services,tools,schemas,deploy,test}/**';

export default {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: [`${roots}/*.spec.ts`],
      testPathIgnorePatterns: ['\\.(int|e2e|faults)\\.spec\\.ts$', '/node_modules/'],
    },
    { ...onServers, displayName: 'integration', testMatch: [`${roots}/*.int.spec.ts`], testTimeout: 60_000 },
    { ...onServers, displayName: 'e2e', testMatch: [`${roots}/*.e2e.spec.ts`], testTimeout: 300_000 },
  ],
};
