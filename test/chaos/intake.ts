import { decodeRecord, topics } from '@landfall/events';
import { readTopic } from '../e2e/read-topic.ts';
import type { Consolidation, Stage } from '../e2e/stage.ts';
import { brokenChains } from './chains.ts';
import { dumpOf, type Dumped } from './dumped.ts';
import type { Feed } from './feed.ts';
import type { Receipt } from './ingest-client.ts';

/** What is wrong with the log as sentences, and how many of its records cannot be read. */
export type Intake = { readonly problems: readonly string[]; readonly unreadable: number };

/**
 * Holds what a disturbed ingest has put into the log against what was sent: every fact is there and no other, and each
 * receipt says where.
 */
export async function compareIntake(stage: Stage, feed: Feed, receipts: readonly Receipt[]): Promise<Intake> {
  const places = new Map<string, string>();
  const records = await readTopic(stage, topics.portTransactions);
  for (const { partition, offset, value } of records) {
    const eventId = eventIdOf(value!);
    if (eventId !== undefined) places.set(`${partition}/${offset}`, eventId);
  }
  const found = new Set(places.values());
  const problems = [
    ...[...feed.eventIds].filter((id) => !found.has(id)).map((id) => `fact ${id} was sent, and is not in the log`),
    ...[...found].filter((id) => !feed.eventIds.has(id)).map((id) => `fact ${id} is in the log, and was never sent`),
    ...receipts
      .filter(({ eventId, partition, offset }) => places.get(`${partition}/${offset}`) !== eventId)
      .map((receipt) => `nothing in the log is as this receipt says: ${JSON.stringify(receipt)}`),
  ];
  return { problems, unreadable: records.length - places.size };
}

function eventIdOf(value: Buffer): string | undefined {
  try {
    return decodeRecord(value).eventId;
  } catch {
    return undefined;
  }
}

/** Sends the same facts to an ingest that nobody disturbs; answers what is consolidated of them. */
export async function undisturbedRun(stage: Stage, lines: readonly string[]): Promise<Consolidation> {
  const consolidation = await stage.consolidation();
  const [ingest] = await Promise.all([stage.ingest(), consolidation.start()]);
  const response = await fetch(`${ingest.url}/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
  });
  // Whoever does not read an answer holds up the drain.
  const answer = await response.text();
  if (response.status !== 202) throw new Error(`the undisturbed ingest answered ${response.status}: ${answer}`);
  await consolidation.drained();
  return consolidation;
}

/**
 * What differs in declarations and figures between two runs of the same facts, each in an order of its own and with
 * repetitions of its own; and chains that do not hold.
 */
export async function compareOutcome(disturbed: Consolidation, undisturbed: Consolidation): Promise<string[]> {
  const [found, expected] = await Promise.all([disturbed, undisturbed].map((run) => dumpOf(run.collections)));
  const [facts, expectedFacts] = [timeless(found!), timeless(expected!)];
  return [
    ...unlike(facts, expectedFacts).map((line) => `only the disturbed run has ${line}`),
    ...unlike(expectedFacts, facts).map((line) => `only the undisturbed run has ${line}`),
    ...brokenChains(found!),
  ];
}

function unlike(lines: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...lines].filter((line) => !others.has(line));
}

/** Declarations and figures without what tells of the order of arrival and of repetitions. */
function timeless(records: readonly Dumped[]): ReadonlySet<string> {
  const lines = records.flatMap((dumped) => {
    if (dumped.record === 'figures') return [JSON.stringify(dumped)];
    if (dumped.record !== 'declaration') return [];
    const { identities: _identities, duplicates: _duplicates, counting, ...rest } = dumped;
    const facts = (counting as { eventId: string; place: object }[]).map(({ place: _place, ...fact }) => fact);
    return [JSON.stringify({ ...rest, counting: facts.sort((a, b) => (a.eventId < b.eventId ? -1 : 1)) })];
  });
  return new Set(lines);
}
