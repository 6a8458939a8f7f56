export { connectMongo, type MongoOptions } from './connect.ts';
export { LaneSessions, type LaneOwner } from './lane-sessions.ts';
export {
  inLaneTransaction,
  readingLane,
  readLanePosition,
  type LaneDocument,
  type LaneMove,
} from './lane-transaction.ts';
export { relayOnce, type RelayNeeds, type RelayPointer } from './relay.ts';
export { RelayRunner, type RelayRunnerOptions } from './relay-runner.ts';
export { fieldTypes, openModels } from './open-models.ts';
