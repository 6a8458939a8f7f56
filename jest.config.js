const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['landfall:source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  modulePathIgnorePatterns: ['/dist/'],
};
const roots = '<rootDir>/{libs,services,tools,schemas,test}/**';

export default {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: [`${roots}/*.spec.ts`],
      testPathIgnorePatterns: ['\\.(int|e2e)\\.spec\\.ts$', '/node_modules/'],
    },
    { ...base, displayName: 'integration', testMatch: [`${roots}/*.int.spec.ts`] },
    { ...base, displayName: 'e2e', testMatch: [`${roots}/*.e2e.spec.ts`] },
  ],
};
