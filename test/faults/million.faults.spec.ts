import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lanesOf, topics } from '@landfall/events';
import { announceTestServers, startServers, type Servers, type StartedService } from '@landfall/testing';
import { Stage, type Consolidation } from '../e2e/stage.ts';
import { comeAndGo, inMiB, peakMemoryOf, publishBacklog, say, tallyLanes, watchDrain, type Visit } from './backlog.ts';

/** By hand it may be fewer; below 300,000 all may be over before the third member has come and gone twice. */
const FACTS = Number(process.env['LANDFALL_MILLION_FACTS'] ?? 1_000_000);
const LONGEST_STANDSTILL_SECONDS = 10;
const MIB = 2 ** 20;
/**
 * What a replica may hold: a full heap of this size, and beside it what a fetch brings. Its half of the backlog, as bytes
 * (180 MiB) or as records (600 MiB and more), has no room in it.
 */
const HEAP_MIB = 512;
const LARGEST_REPLICA = 896 * MIB;

let servers: Servers;
let stage: Stage;
let consolidation: Consolidation;
let longestStandstill: number;
let visits: Visit[];
/** Of the two replicas that stay: the most memory that each held, in bytes. */
const peaks: [number, number] = [0, 0];

const start = (): Promise<StartedService> => consolidation.start({ NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` });

beforeAll(async () => {
  servers = await startServers();
  announceTestServers(servers);
  stage = await new Stage().open();
  consolidation = await stage.consolidation();
  const half = Math.floor(FACTS / 2);
  const bytes = await publishBacklog(servers.brokers, stage.topicPrefix, [half, FACTS - half]);
  say(`${inMiB(bytes)} wait`);
  await drain();
  say(`the longest standstill was ${longestStandstill.toFixed(1)} s`);
  say(`the two replicas held at most ${peaks.map(inMiB).join(' and ')}`);
}, 900_000);

afterAll(async () => {
  await stage?.close();
  await servers?.stop();
}, 120_000);

async function drain(): Promise<void> {
  const over = new AbortController();
  const residents = await Promise.all([start(), start()]);
  const eachSecond = async () => {
    for (const [index, resident] of residents.entries())
      peaks[index] = Math.max(peaks[index]!, await peakMemoryOf(resident));
  };
  const watch = watchDrain({ written: () => consolidation.written(), total: FACTS, eachSecond, over: over.signal });
  const visiting = comeAndGo(start, over.signal);
  const done = watch.finally(() => over.abort());
  const failure = Promise.race(residents.map(({ failed }) => failed)).then((error) => Promise.reject(error));
  try {
    [longestStandstill, visits] = await Promise.race([Promise.all([done, visiting]), failure]);
  } finally {
    over.abort();
    await Promise.allSettled([done, visiting]);
  }
  await consolidation.drained(60_000);
}

describe(`a backlog of ${FACTS} facts, two replicas and a third that comes and goes`, () => {
  it('moves on all the time', () => expect(longestStandstill).toBeLessThanOrEqual(LONGEST_STANDSTILL_SECONDS));

  it('had its third member several times, killed and in order', () => {
    expect(new Set(visits.map(({ end }) => end))).toEqual(new Set(['SIGKILL', 'SIGTERM']));
    expect(visits.filter(({ consumed }) => consumed === 0)).toEqual([]);
  });

  it('is never in memory', () => expect(Math.max(...peaks)).toBeLessThan(LARGEST_REPLICA));

  it('is counted once, every fact of it', async () => {
    const { collections } = consolidation;
    const lanes = new Map((await collections.lanes.find().toArray()).map((lane) => [lane._id, lane.nextOffset]));
    const tallies = await tallyLanes(collections);
    expect([...tallies.keys()].sort()).toEqual(lanesOf(topics.portTransactions).sort());
    for (const [lane, { applied, duplicates, conflicts }] of tallies)
      expect(applied + duplicates + conflicts).toBe(lanes.get(lane));
    expect([...lanes.values()].reduce((sum, offset) => sum + offset)).toBe(FACTS);
    expect(await stage.published()).toBe(FACTS);
    expect(await collections.quarantine.countDocuments()).toBe(0);
    // Facts are there to be repeated and contradicted, or this would show little.
    for (const { duplicates, conflicts } of tallies.values())
      expect(Math.min(duplicates, conflicts)).toBeGreaterThan(0);
  }, 120_000);
});
