import kafkajs, { type Assigner, type Cluster, type GroupMember, type PartitionAssigner } from 'kafkajs';
import { assignLanes, type Member } from './assign-lanes.ts';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const NAME = 'landfall-lanes';
const VERSION = 0;

/**
 * kafkajs' own assigner shares the leader's topics among all members: in a rolling update the lanes of a topic that is new
 * stand still until the leader is new, and then until the last member is. It also moves lanes that could stay.
 * `owned` tells this member's partitions by topic, when it joins.
 */
export const laneAssigner =
  (owned: () => Member['owns']): PartitionAssigner =>
  ({ cluster }): Assigner => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => {
      const userData = Buffer.from(JSON.stringify(owned()));
      return { name: NAME, metadata: MemberMetadata.encode({ version: VERSION, topics, userData }) };
    },
    assign: async ({ members }) => {
      const known = members.map(readMember);
      const assignment = assignLanes(known, await partitionsOf(cluster, [...new Set(known.flatMap((m) => m.topics))]));
      return [...assignment].map(([memberId, lanes]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version: VERSION, assignment: lanes, userData: Buffer.alloc(0) }),
      }));
    },
  });

async function partitionsOf(cluster: Cluster, topics: string[]): Promise<Map<string, number[]>> {
  await cluster.addMultipleTargetTopics(topics);
  const idsOf = (topic: string) => cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
  return new Map(topics.map((topic) => [topic, idsOf(topic).sort((a, b) => a - b)]));
}

function readMember({ memberId: id, memberMetadata }: GroupMember): Member {
  const { topics = [], userData } = MemberMetadata.decode(memberMetadata) ?? {};
  return { id, topics, owns: readOwned(userData) };
}

/** A member that does not say, or not in this way, owns nothing: it only gets other lanes than before. */
function readOwned(userData: Buffer | undefined): Member['owns'] {
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(String(userData)) as object).filter(([, owned]) => Array.isArray(owned)),
    );
  } catch {
    return {};
  }
}
