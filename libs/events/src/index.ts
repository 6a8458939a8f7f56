export { decodeRecord, encodeRecord, encodeRecordAs } from './codec.ts';
export { identify, transactionFactFromJson, type FactProblem, type ParsedFact } from './fact-json.ts';
export { recordToJson } from './record-json.ts';
export { laneOf, lanesOf, topics, type Topic } from './topics.ts';
export type * from './generated/types.ts';
