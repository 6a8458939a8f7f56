import type { LaneName } from './chains.ts';

/** A lane by all its names: the text for documents, the numbers for the audit layout. */
export const laneName = (topic: { name: string; code: number; generation: number }, partition: number): LaneName => ({
  lane: `${topic.name}@${topic.generation}/${partition}`,
  topicCode: topic.code,
  generation: topic.generation,
  partition,
});
