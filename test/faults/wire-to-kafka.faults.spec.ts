import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identify, topics, transactionFactFromJson, type Topic } from '@landfall/events';
import { KafkaAdmin } from '@landfall/messaging';
import { sampleFacts } from '@landfall/sample';
import {
  eventually,
  freePort,
  orSkip,
  supplyToxiproxy,
  Wires,
  type StartedService,
  type Wire,
} from '@landfall/testing';
import type { Consolidation } from '../e2e/stage.ts';
import { goesOn, nothingIsLostOrTwice } from './prove.ts';
import { Scene } from './scene.ts';
import { submit } from './submit.ts';
import { tell } from './tell.ts';

const CUTS = 6;
const FACTS = 200;
const toxiproxy = await orSkip('connections to Kafka cut between request and reply', () =>
  supplyToxiproxy({ progress: tell }),
);
const distinct = new Set<string>();

let scene: Scene;
let admin: KafkaAdmin;
let wires: Wires;
let wire: Wire;
let wired: { KAFKA_BROKERS: string };
let ingest: StartedService;
let consolidation: Consolidation;

(toxiproxy ? describe : describe.skip)('connections to Kafka that are cut', () => {
  beforeAll(async () => {
    const [listens, advertised] = [await freePort(), await freePort()];
    scene = await Scene.open({ broker: { proxied: { listens, advertised } } });
    wires = await Wires.start(toxiproxy!);
    wire = await wires.between(advertised, listens);
    wired = { KAFKA_BROKERS: `127.0.0.1:${advertised}` };
    admin = new KafkaAdmin(scene.stage.kafka, scene.stage.topicPrefix);
    await admin.connect();
    ingest = await scene.stage.ingest(wired);
    consolidation = await scene.stage.consolidation();
  });
  afterAll(async () => {
    await admin?.disconnect();
    await scene?.close();
    await wires?.stop();
  });

  it('after ingest’s records have arrived and before the reply, leave a submission that may be repeated and counts once', async () => {
    for (let cut = 1; cut <= CUTS; cut++) {
      // One that connects the producer, so that the next request is for records.
      await accepted(factsOf(CUTS + cut));
      const facts = factsOf(cut);
      await wire.lose('replies');
      const hasArrived = await more(topics.portTransactions);
      const answer = submit(ingest, facts);
      await hasArrived();
      // The last time nothing mends before ingest gives up.
      if (cut === CUTS) expect(await answer).toMatchObject({ status: 503, retryAfter: '5' });
      await wire.mend();
      expect([202, 503]).toContain((await answer).status);
      await accepted(facts);
    }
    const service = await consolidation.start();
    await consolidation.drained();
    await service.stop();
    const lanes = await scene.stage.counts(consolidation.collections);
    const sum = (part: 'applied' | 'conflicts' | 'duplicates') => lanes.reduce((total, lane) => total + lane[part], 0);
    expect(sum('applied') + sum('conflicts')).toBe(distinct.size);
    expect(sum('duplicates')).toBeGreaterThanOrEqual(CUTS * FACTS);
  });

  it('after the relay’s records have arrived and before the reply, make it repeat them and leave nothing out', async () => {
    await consolidation.start(wired);
    for (let cut = 1; cut <= CUTS; cut++) {
      await scene.publish(1_500);
      await goesOn(consolidation, 45_000);
      // What is fetched already is written and relayed, and all replies to the relay are lost.
      await wire.lose('replies');
      await (await more(topics.accountActivities))().catch(() => tell(`cut ${cut} met no record of the relay`));
      await wire.mend();
      await consolidation.drained();
    }
    expect(await nothingIsLostOrTwice(scene.stage, consolidation)).toBeGreaterThan(0);
  });
});

/** Facts of a submission of their own; which they are is kept. */
function factsOf(seed: number): unknown[] {
  const facts = [...sampleFacts({ seed, facts: FACTS })];
  for (const fact of facts) distinct.add(eventIdOf(fact));
  return facts;
}

function eventIdOf(json: unknown): string {
  const parsed = transactionFactFromJson(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return identify(parsed.fact).eventId;
}

async function accepted(facts: readonly unknown[]): Promise<void> {
  expect(await submit(ingest, facts)).toMatchObject({ status: 202, body: { accepted: facts.length } });
}

/** Waits until the broker has more records of a topic than now, asked beside the wire. */
async function more(topic: Topic): Promise<() => Promise<void>> {
  const count = async () => (await admin.ends(topic)).reduce((sum, { high }) => sum + high, 0);
  const before = await count();
  return () => eventually(async () => expect(await count()).toBeGreaterThan(before), { timeoutMs: 5_000, everyMs: 20 });
}
