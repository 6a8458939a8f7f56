import { hash } from 'node:crypto';
import { decodeRecord, topics } from '@landfall/events';
import { readTopic, type ReadRecord } from '../e2e/read-topic.ts';
import type { Consolidation, Stage } from '../e2e/stage.ts';
import { Continuity, type Stretch } from './continuity.ts';

const digestOf = (bytes: Buffer): string => hash('sha256', bytes);

/** What the relay has published, as a consumer finds it. `packs` holds the digest of each pack's bytes by its id in the store. */
class Published {
  readonly continuity = new Continuity();
  readonly packs = new Map<string, string>();
  readonly problems: string[] = [];

  take({ value }: ReadRecord): void {
    const record = decodeRecord(value!);
    if (record.type === 'ActivityPack') {
      const log = `${record.lane}|${record.node}`;
      const from = record.firstSeq - 1;
      this.continuity.take({ log, from, to: from + record.activities.length });
      this.#keep(`${log}|${String(record.firstSeq).padStart(15, '0')}`, digestOf(value!));
    } else if (record.type === 'TransactionOutcomes') {
      this.continuity.take({ log: record.lane, from: record.firstOffset, to: record.nextOffset });
    } else this.problems.push(`published, and neither a pack nor outcomes: ${record.type}`);
  }

  #keep(id: string, digest: string): void {
    if ((this.packs.get(id) ?? digest) !== digest) this.problems.push(`${id} was published twice with other bytes`);
    this.packs.set(id, digest);
  }
}

export type PublishedLog = {
  /** What differs from the log in the store, as sentences: nothing may be left out or made up. */
  readonly problems: readonly string[];
  /** Packs and outcomes that were published more than once, as a relay does that died before it moved its pointer. */
  readonly repetitions: number;
};

/** Holds what was published against the store whose log it is. */
export async function comparePublished(stage: Stage, { collections }: Consolidation): Promise<PublishedLog> {
  const published = new Published();
  for (const topic of [topics.accountActivities, topics.portTransactionsOutcomes])
    for (const record of await readTopic(stage, topic)) published.take(record);
  const { continuity, packs, problems } = published;
  for await (const { _id, data } of collections.activities.find()) {
    const digest = digestOf(data);
    if (packs.get(_id) !== digest) problems.push(`${_id} is in the store, and not published with these bytes`);
    packs.delete(_id);
  }
  const ends = new Map<string, number>();
  for await (const { _id, seq } of collections.heads.find()) ends.set(_id, seq);
  for await (const { _id, nextOffset } of collections.lanes.find()) if (nextOffset > 0) ends.set(_id, nextOffset);
  return {
    problems: [
      ...problems,
      ...[...packs.keys()].map((id) => `${id} was published, and is not in the store`),
      ...continuity.gaps.map((gap: Stretch) => `published with a gap: ${JSON.stringify(gap)}`),
      ...continuity.unlike(ends),
      ...(await unlikeQuarantine(stage, collections)),
    ],
    repetitions: continuity.repetitions,
  };
}

/** The dead letters are what was set aside, no record more and none less. */
async function unlikeQuarantine(stage: Stage, { quarantine }: Consolidation['collections']): Promise<string[]> {
  const letters = new Set((await readTopic(stage, topics.portTransactionsDeadLetters)).map(coordinateOf));
  const setAside = (await quarantine.find().toArray()).map(({ _id }) => _id);
  const missing = setAside.filter((id) => !letters.delete(id));
  return [
    ...missing.map((id) => `${id} was set aside, and is no dead letter`),
    ...[...letters].map((id) => `${id} is a dead letter, and was not set aside`),
  ];
}

const coordinateOf = ({ headers }: ReadRecord): string =>
  `${String(headers?.['landfall-lane'])}|${String(headers?.['landfall-offset']).padStart(15, '0')}`;
