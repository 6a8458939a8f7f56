import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readOriginal } from '@landfall/account-consolidation';
import { laneOf, topics } from '@landfall/events';
import { publishSample } from '@landfall/testing';
import { CompressionTypes, type IHeaders, type Producer } from 'kafkajs';
import { factOf, recordOf } from './facts.ts';
import { fingerprint } from './fingerprint.ts';
import { readTopic } from './read-topic.ts';
import { runLandfall } from './run-landfall.ts';
import { Stage, type Consolidation } from './stage.ts';

const FACTS = 500;
const MEBIBYTE = 1024 * 1024;
const topic = topics.portTransactions;
const lane = laneOf(topic, 0);

/** What compresses well: a few kilobytes on the wire, and as large as it says when it is read. */
const bytes = (mebibytes: number): Buffer => {
  const all = Buffer.alloc(mebibytes * MEBIBYTE, 'not Avro, and very long. ');
  all.writeUInt32BE(0xffff_ffff, all.length - 4);
  return all;
};
const examination = recordOf(
  factOf({
    ...{ type: 'ExaminationCompleted', senderReference: 'X-1', entryNumber: 'ABC12345676', port: '2704' },
    ...{
      completedOn: '2026-01-20',
      examinationType: 'TAILGATE',
      result: 'NO_DISCREPANCY',
      remarks: 'x'.repeat(MEBIBYTE),
    },
  }),
);

type Large = { readonly code: string; readonly value: Buffer; readonly key?: Buffer; readonly headers?: IHeaders };

/** Each with the parts that its bytes take besides its document. */
const large: readonly (Large & { readonly parts: number; readonly kept: boolean })[] = [
  { code: 'UNDECODABLE_RECORD', value: bytes(5), parts: 0, kept: true },
  { code: 'UNDECODABLE_RECORD', value: bytes(20), headers: { ce_id: '1' }, parts: 3, kept: true },
  { code: 'UNDECODABLE_RECORD', value: bytes(70), headers: { ce_id: '2' }, parts: 0, kept: false },
  { code: 'UNDECODABLE_RECORD', value: Buffer.from('x'), headers: { long: bytes(3) }, parts: 0, kept: true },
  { code: 'UNDECODABLE_RECORD', value: Buffer.from('x'), key: bytes(17), parts: 3, kept: true },
  { code: 'FACT_TOO_LARGE', value: examination.value, key: Buffer.from(examination.key), parts: 0, kept: true },
];

let stage: Stage;
let producer: Producer;
let consolidation: Consolidation;
let folder: string;
let first: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landfall-large-'));
  stage = await new Stage().open();
  producer = stage.kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const publish = (seed: number) =>
    publishSample(stage.kafka, stage.topicPrefix, { seed, facts: FACTS }, () => undefined);
  await publish(1);
  for (const { key = Buffer.from('k'), value, headers = {} } of large) {
    const [acknowledged] = await producer.send({
      topic: stage.topicPrefix + topic.name,
      compression: CompressionTypes.GZIP,
      messages: [{ key, value, headers, partition: 0 }],
    });
    first ??= Number(acknowledged!.baseOffset);
  }
  await publish(2);
  consolidation = await stage.consolidation();
  await consolidation.start();
  await consolidation.drained();
}, 180_000);

afterAll(async () => {
  await producer.disconnect();
  await stage.close();
  await rm(folder, { recursive: true });
}, 60_000);

const landfall = (...args: string[]) => runLandfall(stage, consolidation.connection.name, ...args);
const setAside = () => consolidation.collections.quarantine.find().sort({ _id: 1 }).toArray();

describe('records that are larger than any document', () => {
  it('are set aside one by one, and hold up nobody', async () => {
    const found = await setAside();
    expect(found.map(({ offset, code, parts }) => ({ offset, code, parts }))).toEqual(
      large.map(({ code, parts }, i) => ({ offset: first + i, code, parts })),
    );
    expect(found.map(({ sizes }) => sizes.value)).toEqual(large.map(({ value }) => value.length));
    for (const { consumed, applied, duplicates, conflicts, quarantined } of await stage.counts(
      consolidation.collections,
    ))
      expect(applied + duplicates + conflicts + quarantined).toBe(consumed);
  }, 60_000);

  it('are given back whole, up to what a transaction can bear', async () => {
    const originals = (await setAside()).map((doc) => readOriginal(consolidation.collections, doc));
    for (const [i, original] of (await Promise.all(originals)).entries()) {
      const { key = Buffer.from('k'), value, headers = {}, kept } = large[i]!;
      expect(original !== undefined).toBe(kept);
      if (original === undefined) continue;
      expect([original.key.equals(key), original.value.equals(value)]).toEqual([true, true]);
      expect(original.headers.map(({ name }) => name)).toEqual(Object.keys(headers));
    }
  }, 60_000);

  it.each([1, 2])('are shown, what of them is there (%i)', async (i) => {
    const { value, kept } = large[i]!;
    const out = join(folder, `value-${i}`);
    const { lines } = await landfall('quarantine', 'show', lane, String(first + i), '--out', out);
    expect(lines.includes('Too large to be kept: only the log has it, at this offset.')).toBe(!kept);
    expect(readFileSync(out).equals(kept ? value : Buffer.alloc(0))).toBe(true);
  });

  it('are dead letters all the same, which say how many bytes they left out', async () => {
    const letters = await readTopic(stage, topics.portTransactionsDeadLetters);
    const said = (name: string) => letters.map(({ headers }) => headers?.[`landfall-${name}-bytes`]?.toString());
    // A fact of a little more than 1 MiB does fit.
    expect(said('value')).toEqual([5, 20, 70].map((size) => String(size * MEBIBYTE)).concat(Array(3).fill(undefined)));
    expect(letters.map(({ headers }) => headers?.['ce_id']?.toString()).slice(0, 3)).toEqual([undefined, '1', '2']);
    expect(said('headers')[3]).toBe(String(3 * MEBIBYTE + 'long'.length));
    expect(said('key')[4]).toBe(String(17 * MEBIBYTE));
  }, 60_000);

  it('are not replayed, since they came in compressed, and the command says so', async () => {
    const failed = (await landfall('quarantine', 'replay', '--all').catch((error: unknown) => error)) as {
      stdout: string;
    };
    expect(failed.stdout).toMatch(/^(.* not published, RECORD_TOO_LARGE: .*\n){6}$/);
  });

  it('are the same after a rebuild', async () => {
    const rebuilt = await stage.consolidation();
    await rebuilt.start();
    await rebuilt.drained();
    expect(await fingerprint(rebuilt.collections)).toEqual(await fingerprint(consolidation.collections));
  }, 120_000);
});
