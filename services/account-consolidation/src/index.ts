export { openCollections, type Collections } from './adapters/documents.ts';
export { readOriginal } from './adapters/quarantine-documents.ts';
export { findQuarantined, listQuarantine } from './adapters/quarantine-log.ts';
export { replayQuarantined, type Replay } from './adapters/quarantine-replay.ts';
export { readEnv, toConfig, type Config } from './config.ts';
export { dump } from './dump.ts';
export type { QuarantinedRecord, QuarantineFilter } from './needs.ts';
export { start, type RunningService } from './start.ts';
