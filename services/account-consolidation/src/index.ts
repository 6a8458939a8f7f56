export { openCollections, type Collections } from './adapters/documents.ts';
export { readEnv, toConfig, type Config } from './config.ts';
export { dump } from './dump.ts';
export { start, type RunningService } from './start.ts';
