import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declarationOf } from '@landfall/customs';
import { encodeRecord, identify, lanesOf, topics, transactionFactFromJson } from '@landfall/events';
import { choosePartition } from '@landfall/messaging';
import { sampleFacts } from '@landfall/sample';
import { ConfigResourceTypes, type Admin, type Producer } from 'kafkajs';
import { poisons, type Sent } from './poison.ts';
import { batchesByCodec, readTopic } from './read-topic.ts';
import { Stage, type Consolidation } from './stage.ts';

const topic = topics.portTransactions;
const CODECS = ['gzip', 'snappy', 'lz4', 'zstd'];
const GOOD = 5_000;
const POISON = 250;
/** Records sent at a time. */
const REQUEST = 500;

let stage: Stage;
let admin: Admin;
let producer: Producer;
let consolidation: Consolidation;
let drainedMs: number;
/** Each poison record that was sent, by lane and offset. */
const sentPoison = new Map<string, Sent & { readonly code: string }>();

type Outgoing = Sent & { readonly partition: number; readonly code?: string };

/** The broker compresses what arrives from now on with this codec, whatever the producer does. */
async function compressWith(codec: string): Promise<void> {
  const name = stage.topicPrefix + topic.name;
  const config = { ...topic.config, 'compression.type': codec };
  const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries }],
  });
}

/** Good facts of a sample with poison evenly among them, over all lanes. */
function portion(seed: number): Outgoing[] {
  const records: Outgoing[] = [...sampleFacts({ seed, facts: GOOD })].map(goodRecord);
  for (let i = 0; i < POISON; i++) {
    const number = seed * POISON + i;
    const { code, make } = poisons[number % poisons.length]!;
    records.splice(i * (GOOD / POISON + 1), 0, { ...make(number), code, partition: number % topic.partitions });
  }
  return records;
}

function goodRecord(json: unknown): Outgoing {
  const parsed = transactionFactFromJson(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const fact = identify(parsed.fact);
  const key = declarationOf(fact);
  return { key: Buffer.from(key), value: encodeRecord(fact), partition: choosePartition(topic, key) };
}

async function send(records: readonly Outgoing[]): Promise<void> {
  const messages = records.map(({ key, value, partition }) => ({ key, value, partition }));
  const acknowledged = await producer.send({ topic: stage.topicPrefix + topic.name, messages, acks: -1 });
  const next = new Map(acknowledged.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
  for (const { key, value, partition, code } of records) {
    const offset = next.get(partition)!;
    next.set(partition, offset + 1);
    if (code !== undefined) sentPoison.set(placeOf(partition, offset), { key, value, code });
  }
}

const placeOf = (partition: number, offset: number | string): string => `${lanesOf(topic)[partition]}/${offset}`;
const hexOf = (bytes: Buffer | null | undefined): string => bytes?.toString('hex') ?? '';

beforeAll(async () => {
  stage = await new Stage().open();
  admin = stage.kafka.admin();
  producer = stage.kafka.producer({ allowAutoTopicCreation: false });
  await Promise.all([admin.connect(), producer.connect()]);
  for (const [seed, codec] of CODECS.entries()) {
    await compressWith(codec);
    const records = portion(seed);
    for (let start = 0; start < records.length; start += REQUEST) await send(records.slice(start, start + REQUEST));
  }
  consolidation = await stage.consolidation();
  await consolidation.start({ SCHEMA_PATIENCE_MS: '500' });
  const start = performance.now();
  await consolidation.drained(90_000);
  drainedMs = performance.now() - start;
}, 180_000);

afterAll(async () => {
  await Promise.all([admin.disconnect(), producer.disconnect()]);
  await stage.close();
}, 60_000);

describe('a thousand bad records among twenty thousand good ones, over all codecs', () => {
  it('lay on the broker compressed in four ways, and were of more than ten kinds', async () => {
    const counts = await batchesByCodec(stage, topic, CODECS.length * (GOOD + POISON));
    for (const codec of CODECS) expect(counts[codec]).toBeGreaterThanOrEqual(topic.partitions);
    expect(new Set(poisons.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(10);
    expect(sentPoison.size).toBe(CODECS.length * POISON);
  }, 60_000);

  it('were all set aside, with their bytes, code and reason', async () => {
    const found = await consolidation.collections.quarantine.find().toArray();
    const setAside = found.map(({ _id, offset, code, key, value }) => ({
      place: `${_id.split('|')[0]}/${offset}`,
      ...{ code, key: hexOf(key), value: hexOf(value) },
    }));
    const expected = [...sentPoison].map(([place, { code, key, value }]) => ({
      place,
      ...{ code, key: hexOf(key), value: hexOf(value) },
    }));
    const byPlace = (a: { place: string }, b: { place: string }) => (a.place < b.place ? -1 : 1);
    expect(setAside.sort(byPlace)).toEqual(expected.sort(byPlace));
    expect(found.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('left every neighbour applied: the counts add up in every lane', async () => {
    const lanes = await stage.counts(consolidation.collections);
    for (const { lane, consumed, applied, duplicates, conflicts, quarantined } of lanes) {
      expect(applied + duplicates + conflicts + quarantined).toBe(consumed);
      expect(quarantined).toBe([...sentPoison.keys()].filter((place) => place.startsWith(`${lane}/`)).length);
    }
    expect(lanes.reduce((sum, { consumed }) => sum + consumed, 0)).toBe(CODECS.length * (GOOD + POISON));
  });

  it('are on the dead-letter topic, one record each, in order of their lane, as they came and with what was said', async () => {
    const letters = await readTopic(stage, topics.portTransactionsDeadLetters);
    const stored = await consolidation.collections.quarantine.find().sort({ _id: 1 }).toArray();
    expect(letters.map(letterOf)).toEqual(
      stored.map(({ _id, offset, timestamp, code, reason, key, value }) => ({
        ...{ lane: _id.split('|')[0], offset: String(offset), code, reason },
        timestamp: new Date(timestamp).toISOString(),
        ...{ key: hexOf(key), value: hexOf(value) },
      })),
    );
    expect(letters.every(({ partition, headers }) => header(headers, 'lane') === lanesOf(topic)[partition])).toBe(true);
  }, 60_000);

  it('held up the drain for no more than moments', () => expect(drainedMs).toBeLessThan(60_000));
});

type Headers = Awaited<ReturnType<typeof readTopic>>[number]['headers'];
const header = (headers: Headers, name: string): string | undefined => headers?.[`landfall-${name}`]?.toString();

const letterOf = ({ key, value, headers }: Awaited<ReturnType<typeof readTopic>>[number]) => ({
  lane: header(headers, 'lane'),
  offset: header(headers, 'offset'),
  code: header(headers, 'code'),
  reason: header(headers, 'reason'),
  timestamp: header(headers, 'timestamp'),
  ...{ key: hexOf(key), value: hexOf(value) },
});
