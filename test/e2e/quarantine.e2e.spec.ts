import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lanesOf, topics } from '@landfall/events';
import { publishSample, type StartedService } from '@landfall/testing';
import type { IHeaders, Producer } from 'kafkajs';
import { fingerprint } from './fingerprint.ts';
import { poisons } from './poison.ts';
import { outcomesOf, readTopic } from './read-topic.ts';
import { runLandfall } from './run-landfall.ts';
import { Stage, type Consolidation } from './stage.ts';

const FACTS = 1_000;
const topic = topics.portTransactions;
const headers: IHeaders = { ce_id: 'poison-1', twice: ['a', 'b'], 'landfall-code': 'A_FORGERY' };
let stage: Stage;
let producer: Producer;
let consolidation: Consolidation;
let service: StartedService;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landfall-quarantine-'));
  stage = await new Stage().open();
  producer = stage.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const publish = (seed: number) =>
    publishSample(stage.kafka, stage.topicPrefix, { seed, facts: FACTS }, () => undefined);
  await publish(1);
  await producer.send({
    topic: stage.topicPrefix + topic.name,
    messages: poisons.map(({ make }, i) => ({ ...make(i), headers, partition: i % topic.partitions })),
  });
  await publish(2);
  consolidation = await stage.consolidation();
  service = await consolidation.start({ SCHEMA_PATIENCE_MS: '500' });
  await consolidation.drained();
}, 180_000);

afterAll(async () => {
  await producer.disconnect();
  await stage.close();
  await rm(folder, { recursive: true });
}, 60_000);

const landfall = (...args: string[]) => runLandfall(stage, consolidation.connection.name, ...args);
const setAside = () => consolidation.collections.quarantine.find().sort({ _id: 1 }).toArray();
const hexOf = (bytes: Buffer | null | undefined): string => bytes?.toString('hex') ?? '';

async function expectCountsToAddUp(consumedInAll: number): Promise<void> {
  const lanes = await stage.counts(consolidation.collections);
  for (const { consumed, applied, duplicates, conflicts, quarantined } of lanes)
    expect(applied + duplicates + conflicts + quarantined).toBe(consumed);
  expect(lanes.reduce((sum, { consumed }) => sum + consumed, 0)).toBe(consumedInAll);
}

describe('records that cannot be applied', () => {
  it('are set aside with their own bytes, headers and code', async () => {
    const found = await setAside();
    expect(found.map(({ code, key, value }) => `${code} ${hexOf(key)} ${hexOf(value)}`).sort()).toEqual(
      poisons
        .map(({ code, make }, i) => ({ code, ...make(i) }))
        .map(({ code, key, value }) => `${code} ${hexOf(key)} ${hexOf(value)}`)
        .sort(),
    );
    expect(found.every(({ reason }) => reason.length > 10)).toBe(true);
    const asSent = [
      ['ce_id', 'poison-1'],
      ['twice', 'a'],
      ['twice', 'b'],
      ['landfall-code', 'A_FORGERY'],
    ];
    for (const record of found)
      expect(record.headers.map(({ name, value }) => [name, value?.toString()])).toEqual(asSent);
  });

  it('leave every neighbour applied: the counts add up', () => expectCountsToAddUp(2 * FACTS + poisons.length));

  it('are dead letters, with their own headers and with what nobody can forge', async () => {
    const letters = await readTopic(stage, topics.portTransactionsDeadLetters);
    expect(letters.map((letter) => letter.headers?.['landfall-code']?.toString())).toEqual(
      (await setAside()).map(({ code }) => code),
    );
    for (const letter of letters) expect(letter.headers).toMatchObject({ twice: [Buffer.from('a'), Buffer.from('b')] });
  }, 60_000);

  it('are listed over HTTP by lane, a page at a time', async () => {
    const lane = lanesOf(topic)[0]!;
    const expected = (await setAside()).filter(({ _id }) => _id.startsWith(`${lane}|`)).map(({ offset }) => offset);
    expect(expected.length).toBeGreaterThan(2);
    const offsets: number[] = [];
    for (let after: number | null = -1; after !== null; ) {
      const query = `open=true&limit=2${after < 0 ? '' : `&after=${after}`}`;
      const response = await fetch(`${service.url}/v1/lanes/${encodeURIComponent(lane)}/quarantine?${query}`);
      const page = (await response.json()) as { records: { offset: number; code: string }[]; next: number | null };
      expect(page.records.length).toBeLessThanOrEqual(2);
      offsets.push(...page.records.map(({ offset }) => offset));
      after = page.next;
    }
    expect(offsets).toEqual(expected);
    const unknown = await fetch(`${service.url}/v1/lanes/nowhere/quarantine`);
    expect([unknown.status, ((await unknown.json()) as { code: string }).code]).toEqual([404, 'LANE_NOT_FOUND']);
  });
});

/** What the service shows to Prometheus, summed over lanes. */
async function openByMetrics(): Promise<number> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const values = [...text.matchAll(/^landfall_quarantine_open\{[^}]*\} (\d+)/gm)].map(([, value]) => Number(value));
  expect(values.length).toBe(topic.partitions);
  return values.reduce((sum, value) => sum + value, 0);
}

describe("an operator's command line", () => {
  it('lists what was set aside, by code too', async () => {
    const { lines, progress } = await landfall('quarantine', 'list', '--code', 'KEY_MISMATCH', '--open', '--json');
    expect(lines.map((line) => (JSON.parse(line) as { code: string }).code)).toEqual(['KEY_MISMATCH', 'KEY_MISMATCH']);
    expect(progress).toContain('2 open records in quarantine');
  });

  it('shows a record and writes its bytes to a file', async () => {
    const [record] = await setAside();
    const [lane, offset] = [record!._id.split('|')[0]!, String(record!.offset)];
    const { lines } = await landfall('quarantine', 'show', lane, offset, '--out', join(folder, 'value'));
    expect(lines).toContain(`code       ${record!.code}`);
    expect(lines).toContain('header     ce_id: "poison-1"');
    expect(readFileSync(join(folder, 'value')).equals(record!.value)).toBe(true);
  });

  it('replays one record, into its own lane, as it came', async () => {
    const record = (await setAside()).find(({ code }) => code === 'KEY_MISMATCH')!;
    const [lane, offset] = [record._id.split('|')[0]!, String(record.offset)];
    const { lines } = await landfall('quarantine', 'replay', lane, offset);
    const replayOffset = Number(/ -> (\d+)$/.exec(lines[0]!)![1]);
    await consolidation.drained();
    const again = await consolidation.collections.quarantine.findOne({ _id: record._id });
    expect(again!.settledBy).toBe(replayOffset);
    // Settled, and set aside once more.
    expect(await openByMetrics()).toBe(poisons.length);
    const read = (await readTopic(stage, topic)).find(
      (one) => one.partition === lanesOf(topic).indexOf(lane) && Number(one.offset) === replayOffset,
    )!;
    expect([hexOf(read.key), hexOf(read.value)]).toEqual([hexOf(record.key), hexOf(record.value)]);
    expect(read.headers).toMatchObject({
      ce_id: Buffer.from('poison-1'),
      'replay-of': Buffer.from(`${lane}/${offset}`),
    });
    await expect(landfall('quarantine', 'replay', lane, offset)).rejects.toThrow();
  }, 60_000);

  it('replays all that is open: each settles what it repeats, and is set aside once more', async () => {
    const before = await setAside();
    const open = before.filter(({ settledBy }) => settledBy === undefined);
    const { lines } = await landfall('quarantine', 'replay', '--all');
    expect(lines).toHaveLength(open.length);
    await consolidation.drained();
    const after = await setAside();
    expect(after).toHaveLength(before.length + open.length);
    expect(after.filter(({ settledBy }) => settledBy === undefined)).toHaveLength(open.length);
    expect(await openByMetrics()).toBe(open.length);
    await expectCountsToAddUp(2 * FACTS + poisons.length + 1 + open.length);
    const settled = (await outcomesOf(stage)).flatMap((outcome) =>
      outcome.settled.map(({ offset, replayOffset }) => `${outcome.lane} ${offset} ${replayOffset}`),
    );
    expect(settled.sort()).toEqual(
      after
        .filter(({ settledBy }) => settledBy !== undefined)
        .map(({ _id, offset, settledBy }) => `${_id.split('|')[0]} ${offset} ${settledBy}`)
        .sort(),
    );
  }, 60_000);

  it('demands to be told what to replay', async () => {
    await expect(landfall('quarantine', 'replay')).rejects.toThrow('--all');
    await expect(landfall('quarantine', 'replay', '--all', '--code', 'KEY_MISMATCH')).rejects.toThrow('--all');
  });
});

describe('a rebuild from the topic', () => {
  it('ends with the same state, settled coordinates included', async () => {
    const rebuilt = await stage.consolidation();
    await rebuilt.start({ SCHEMA_PATIENCE_MS: '500' });
    await rebuilt.drained();
    expect(await fingerprint(rebuilt.collections)).toEqual(await fingerprint(consolidation.collections));
  }, 120_000);
});

describe('a replay of other bytes', () => {
  it('settles nothing', async () => {
    const open = (await setAside()).find(({ settledBy }) => settledBy === undefined)!;
    const lane = open._id.split('|')[0]!;
    const value = Buffer.concat([open.value, Buffer.from('!')]);
    await producer.send({
      topic: stage.topicPrefix + topic.name,
      messages: [
        {
          ...{ key: open.key, value, partition: lanesOf(topic).indexOf(lane) },
          headers: { 'replay-of': `${lane}/${open.offset}` },
        },
      ],
    });
    await consolidation.drained();
    expect((await consolidation.collections.quarantine.findOne({ _id: open._id }))!.settledBy).toBeUndefined();
  }, 60_000);
});
