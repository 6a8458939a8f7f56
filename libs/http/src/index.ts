export { endConnectionsOnClose } from './drain.ts';
export { serveOpenApi, type ApiDescription } from './open-api.ts';
export { OperationsModule, type OperationsOptions } from './operations.module.ts';
export { Problem, type ProblemBody } from './problem.ts';
export { ProblemFilter } from './problem-filter.ts';
