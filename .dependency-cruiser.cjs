/** The rules of docs/architecture.md on who may import whom; a violation fails `npm run structure`. */
const SPECS = '[.]spec[.]ts$|/testing/|[.]contract[.]ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other cannot be read, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      comment: 'Decisions import what is pure: the domain itself, libs/customs, libs/audit, libs/errors, and types.',
      severity: 'error',
      from: { path: '^services/[^/]+(/api)?/src/domain/', pathNot: SPECS },
      to: {
        pathNot: ['^services/[^/]+(/api)?/src/domain/', '^libs/(customs|audit|errors)/src/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'services-never-import-services',
      comment: 'Between services there are Kafka and Avro.',
      severity: 'error',
      from: { path: '^services/(portal/[^/]+|[^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'libs-never-import-services',
      comment: 'Libraries know nothing of who uses them.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^services/' },
    },
    {
      name: 'mongoose-only-in-adapters',
      comment: 'The database is met in adapters and in libs/mongo; types of it too.',
      severity: 'error',
      from: { path: '^(services|libs)/', pathNot: ['/src/adapters/', '^libs/(mongo|testing)/', SPECS] },
      to: { path: '/node_modules/(mongoose|mongodb)/|^node_modules/(mongoose|mongodb)/' },
    },
    {
      name: 'kafkajs-only-in-messaging',
      comment: 'Services meet the broker through libs/messaging.',
      severity: 'error',
      from: { path: '^(services|libs|schemas)/', pathNot: ['^libs/(messaging|testing)/', SPECS] },
      to: { path: '^node_modules/kafkajs/' },
    },
    {
      name: 'no-deep-imports',
      comment: 'Another package is imported by its name, which leads to what its package.json exports.',
      severity: 'error',
      from: { path: '^(libs/[^/]+|services/portal/[^/]+|services/[^/]+|tools/[^/]+|schemas|deploy|test)/' },
      to: {
        path: '^(libs/[^/]+|services/portal/[^/]+|services/[^/]+|tools/[^/]+)/',
        pathNot: [
          '^$1/',
          '^(libs|services|tools)/[^/]+/src/index[.]ts$',
          '^services/portal/[^/]+/src/index[.]ts$',
          '^libs/telemetry/src/hook[.]ts$',
          '^tools/run/',
        ],
      },
    },
    {
      name: 'imports-exist',
      comment: 'A package that is imported is declared and installed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-test-code-in-services',
      comment: 'What runs in production imports no test code.',
      severity: 'error',
      from: { path: '^(services|libs)/', pathNot: [SPECS, '^libs/testing/'] },
      to: { path: '^libs/testing/|[.]spec[.]ts$|^node_modules/(@jest|fast-check|jest)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['landfall:source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
