export { start, type RunningService } from './start.ts';
export { readEnv, toConfig, type Config } from './config.ts';
