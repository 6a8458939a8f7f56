import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Collections } from '@landfall/account-consolidation';
import { decodeRecord, type ActivityPack } from '@landfall/events';
import { eventually, serviceCommand, type Published, type StartedService } from '@landfall/testing';
import { whole } from '../bench/progress.ts';

const START_MS = 60_000;
const EVERY_MS = 1_000;
const TOLD_EVERY_MS = 10_000;
const LONG_MS = 5_000;
const STAYS_MS = 6_000;
const AWAY_MS = 4_000;

/** jest's console would add where each line was written. */
export const say = (line: string): void => void process.stderr.write(`backlog: ${line}\n`);

export const inMiB = (bytes: number): string => `${whole(bytes / 2 ** 20)} MiB`;

/** Publishes a sample of each seed, all at once; answers how many bytes that were. */
export async function publishBacklog(
  brokers: string,
  topicPrefix: string,
  samples: readonly number[],
): Promise<number> {
  const [, ...execArgv] = serviceCommand('test/faults/publish-backlog.ts');
  const entry = execArgv.pop()!;
  const published = samples.map(async (facts, index) => {
    const args = [brokers, topicPrefix, String(index + 1), String(facts)];
    const child = fork(entry, args, { execArgv, env: { ...process.env, NODE_OPTIONS: '' } });
    const ended = once(child, 'exit').then(() =>
      Promise.reject(new Error(`Publishing a sample failed: ${args.join(' ')}`)),
    );
    const [{ bytes }] = (await Promise.race([once(child, 'message'), ended])) as [Published];
    return bytes;
  });
  return (await Promise.all(published)).reduce((sum, bytes) => sum + bytes);
}

type Moment = { readonly at: number; readonly facts: number };

export type Watch = {
  /** Sum of the lanes' positions in the store. */
  readonly written: () => Promise<number>;
  readonly total: number;
  readonly eachSecond: () => void | Promise<void>;
  readonly over: AbortSignal;
};

/**
 * Watches each second, from the first fact written until all are; answers the longest time in between in which nothing was
 * written, in seconds.
 */
export async function watchDrain({ written, total, eachSecond, over }: Watch): Promise<number> {
  const look = async (): Promise<Moment> => ({ facts: await written(), at: performance.now() });
  const began = await eventually(async () => someOf(await look()), { timeoutMs: START_MS, everyMs: 100 });
  let [moved, told, longest] = [began, began, 0];
  while (!over.aborted && moved.facts < total) {
    await sleep(EVERY_MS);
    await eachSecond();
    const now = await look();
    longest = Math.max(longest, now.at - moved.at);
    if (now.facts > moved.facts) moved = tellOfStandstill(began, moved, now);
    if (now.at - told.at >= TOLD_EVERY_MS || now.facts >= total) told = tellOfRate(began, told, now);
  }
  return longest / 1_000;
}

function someOf(moment: Moment): Moment {
  if (moment.facts === 0) throw new Error('No fact was written yet.');
  return moment;
}

const seconds = (from: Moment, to: Moment): number => (to.at - from.at) / 1_000;

function tellOfStandstill(began: Moment, before: Moment, now: Moment): Moment {
  if (now.at - before.at > LONG_MS)
    say(`after ${whole(seconds(began, now))} s: nothing was written for ${seconds(before, now).toFixed(1)} s`);
  return now;
}

function tellOfRate(began: Moment, before: Moment, now: Moment): Moment {
  const rate = (now.facts - before.facts) / seconds(before, now);
  say(`after ${whole(seconds(began, now))} s: ${whole(now.facts)} facts, ${whole(rate)}/s`);
  return now;
}

export type Visit = { readonly end: 'SIGKILL' | 'SIGTERM'; readonly consumed: number };

/**
 * One more member, again and again until all is over: it comes, takes part, and goes, killed or in order by turns. After
 * a kill the next one comes at once, while the group still waits for the dead one.
 */
export async function comeAndGo(start: () => Promise<StartedService>, over: AbortSignal): Promise<Visit[]> {
  const visits: Visit[] = [];
  await pause(AWAY_MS, over);
  while (!over.aborted) {
    const visitor = await start();
    await tookPart(visitor, over);
    await pause(STAYS_MS, over);
    if (over.aborted) break;
    visits.push(await leave(visitor, visits.length % 2 === 0 ? 'SIGKILL' : 'SIGTERM'));
    if (visits.at(-1)!.end === 'SIGTERM') await pause(AWAY_MS, over);
  }
  return visits;
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

async function tookPart(visitor: StartedService, over: AbortSignal): Promise<void> {
  const isWriting = async () => {
    if (!over.aborted && (await consumedBy(visitor)) === 0) throw new Error('The third member has written nothing.');
  };
  await eventually(isWriting, { timeoutMs: 60_000, everyMs: 200, unless: visitor.failed });
}

async function leave(visitor: StartedService, end: Visit['end']): Promise<Visit> {
  const consumed = await consumedBy(visitor);
  await (end === 'SIGKILL' ? visitor.kill() : visitor.stop());
  say(`${end} to the third member, which had written ${whole(consumed)}`);
  return { end, consumed };
}

const consumedBy = ({ url }: StartedService): Promise<number> =>
  metricOf(url, /^landfall_messaging_consumed_total\S* (\d+)/gm);

/** The sum of a metric over its labels. */
async function metricOf(url: string, metric: RegExp): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(metric)].reduce((sum, [, value]) => sum + Number(value), 0);
}

/**
 * The most memory that a process has held so far, in bytes; 0 once it has ended. Linux tells it; elsewhere it is what the
 * process holds now.
 */
export async function peakMemoryOf({ pid, url }: StartedService): Promise<number> {
  if (process.platform !== 'linux') return metricOf(url, /^process_memory_usage\S* (\d+)/gm);
  const status = `/proc/${pid}/status`;
  const peak = existsSync(status) ? /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8')) : null;
  return Number(peak?.[1] ?? 0) * 1_024;
}

export type Tally = { readonly applied: number; readonly duplicates: number; readonly conflicts: number };

/**
 * What became of each lane's facts, from the log and the declarations in the store: as `Stage.counts`, which reads them as
 * text from a dump, and for a million facts takes longer than all else.
 */
export async function tallyLanes({ activities, declarations }: Collections): Promise<Map<string, Tally>> {
  const offsets = new Map<string, { applied: Set<number>; conflicts: Set<number> }>();
  for await (const { data } of activities.find()) addOffsets(offsets, decodeRecord(data) as ActivityPack);
  const duplicates = new Map<string, number>();
  for await (const { _id, duplicates: count } of declarations.find({ duplicates: { $gt: 0 } })) {
    const [lane] = _id.split('|', 1) as [string];
    duplicates.set(lane, (duplicates.get(lane) ?? 0) + count);
  }
  const tallyOf = (lane: string): Tally => {
    const { applied, conflicts } = offsets.get(lane)!;
    return { applied: applied.size, duplicates: duplicates.get(lane) ?? 0, conflicts: conflicts.size };
  };
  return new Map([...offsets.keys()].map((lane) => [lane, tallyOf(lane)]));
}

/** A fact has several activities, so its offset counts; what a later fact did to it is no further fact. */
function addOffsets(
  offsets: Map<string, { applied: Set<number>; conflicts: Set<number> }>,
  { lane, activities }: ActivityPack,
): void {
  const known = offsets.get(lane) ?? { applied: new Set(), conflicts: new Set() };
  offsets.set(lane, known);
  for (const { fact, cause, conflict } of activities) {
    if ((cause ?? fact).offset === fact.offset) (conflict ? known.conflicts : known.applied).add(fact.offset);
  }
}
