import { LandfallError } from '@landfall/errors';
import type { LaneName } from './chains.ts';

type Topic = { readonly name: string; readonly code: number; readonly generation: number };

/** Topics whose facts are consolidated, with their numbers in the audit layout (libs/events). */
const codes: Readonly<Record<string, number>> = { 'port.transactions': 2 };

/** A lane by all its names: the text for documents, the numbers for the audit layout. */
export const laneName = (topic: Topic, partition: number): LaneName => ({
  lane: `${topic.name}@${topic.generation}/${partition}`,
  topicCode: topic.code,
  generation: topic.generation,
  partition,
});

/** Reads the text of a lane: `port.transactions@1/3`. */
export function laneNameOf(lane: string): LaneName {
  const [, topic, generation, partition] = /^(.+)@(\d+)\/(\d+)$/.exec(lane) ?? [];
  const topicCode = codes[topic ?? ''];
  if (topicCode === undefined) throw new LandfallError('UNKNOWN_LANE', `${lane} is no lane of this service.`);
  return { lane, topicCode, generation: Number(generation), partition: Number(partition) };
}
