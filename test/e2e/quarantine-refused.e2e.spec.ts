import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lanesOf, topics } from '@landfall/events';
import { RecordProducer } from '@landfall/messaging';
import { publishSample, type StartedService } from '@landfall/testing';
import { summaryOf } from './facts.ts';
import { runLandfall } from './run-landfall.ts';
import { Stage, type Consolidation } from './stage.ts';

const FACTS = 2_000;
/** An importer whom the sample does not have, with entries in several lanes. */
const IMPORTER = '99-999999900';
const node = `importer:${IMPORTER}`;
const summaries = ['ABC12345676', 'ABC12345684', 'ABC12345692', 'ABC12345700'].map((number) =>
  summaryOf(number, IMPORTER),
);

let stage: Stage;
let consolidation: Consolidation;
let service: StartedService;

/** From now on MongoDB refuses every pack of this importer's activities, as it would a document that is too large. */
const refuse = (validator: object) =>
  consolidation.collections.activities.db.command({ collMod: 'activities', validator });

beforeAll(async () => {
  stage = await new Stage().open();
  consolidation = await stage.consolidation();
  await refuse({ _id: { $not: { $regex: `\\|${node}\\|` } } });
  const producer = new RecordProducer(stage.kafka, stage.topicPrefix);
  await producer.connect();
  const publish = (seed: number) =>
    publishSample(stage.kafka, stage.topicPrefix, { seed, facts: FACTS }, () => undefined);
  await publish(1);
  await producer.send(topics.portTransactions, summaries);
  await publish(2);
  await producer.disconnect();
  service = await consolidation.start();
  await consolidation.drained();
}, 180_000);

afterAll(() => stage.close(), 60_000);

const setAside = () => consolidation.collections.quarantine.find().sort({ _id: 1 }).toArray();

async function countsOf() {
  const lanes = await stage.counts(consolidation.collections);
  for (const { consumed, applied, duplicates, conflicts, quarantined } of lanes)
    expect(applied + duplicates + conflicts + quarantined).toBe(consumed);
  const sum = (part: 'consumed' | 'quarantined') => lanes.reduce((total, lane) => total + lane[part], 0);
  return { consumed: sum('consumed'), quarantined: sum('quarantined') };
}

describe('records whose effects MongoDB refuses', () => {
  it('are found among their neighbours and set aside, each with what the database said', async () => {
    const found = await setAside();
    expect(found.map(({ value }) => value.toString('hex')).sort()).toEqual(
      summaries.map(({ value }) => value.toString('hex')).sort(),
    );
    expect(new Set(found.map(({ _id }) => _id.split('|')[0])).size).toBeGreaterThan(1);
    for (const { code, reason } of found) {
      expect(code).toBe('STORE_REFUSED');
      expect(reason).toMatch(/activities: Document failed validation/);
    }
  });

  it('leave every neighbour applied: the counts add up', async () =>
    expect(await countsOf()).toEqual({ consumed: 2 * FACTS + summaries.length, quarantined: summaries.length }));

  it('leave nothing of theirs behind', async () => {
    const { heads, figures } = consolidation.collections;
    const ids = lanesOf(topics.portTransactions).map((lane) => `${lane}|${node}`);
    expect(await heads.countDocuments({ _id: { $in: ids } })).toBe(0);
    expect(await figures.countDocuments({ _id: { $regex: `\\|${node}` } })).toBe(0);
    expect((await fetch(`${service.url}/v1/accounts/${node}`)).status).toBe(404);
  });

  it('are applied by a replay once the database takes them, and settled', async () => {
    await refuse({});
    const before = await setAside();
    const { lines } = await runLandfall(
      stage,
      consolidation.connection.name,
      ...['quarantine', 'replay', '--code', 'STORE_REFUSED'],
    );
    expect(lines).toHaveLength(summaries.length);
    await consolidation.drained();
    const after = await setAside();
    expect(after.map(({ _id, settledBy }) => [_id, settledBy])).toEqual(
      before.map(({ _id }) => [
        _id,
        Number(/ -> (\d+)$/.exec(lines.find((line) => line.startsWith(placeOf(_id)))!)![1]),
      ]),
    );
    expect(await countsOf()).toEqual({ consumed: 2 * FACTS + 2 * summaries.length, quarantined: summaries.length });
    const picture = (await (await fetch(`${service.url}/v1/accounts/${node}`)).json()) as {
      totals: { entryCount: number; enteredValue: number };
    };
    expect(picture.totals).toMatchObject({ entryCount: summaries.length, enteredValue: 5_000_000 * summaries.length });
  }, 60_000);
});

/** As the command line writes it: lane and offset. */
function placeOf(id: string): string {
  const [lane, offset] = id.split('|');
  return `${lane} ${Number(offset)} `;
}
