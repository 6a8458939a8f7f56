import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, orSkip, supplyToxiproxy, Wires, type StartedService, type Wire } from '@landfall/testing';
import { drawFrom } from '../chaos/draw.ts';
import type { Consolidation } from '../e2e/stage.ts';
import { CommitGate } from './commit-gate.ts';
import { goesOn, isAlive, nothingIsLostOrTwice } from './prove.ts';
import { portOf, Scene } from './scene.ts';
import { tell } from './tell.ts';

const SEED = 4;
const draw = drawFrom(SEED);
const toxiproxy = await orSkip('connections to MongoDB cut between request and reply', () =>
  supplyToxiproxy({ progress: tell }),
);

/** Longer than the driver looks for a server. */
const OUTAGE_MS = 6_000;

let scene: Scene;
let wires: Wires;
let wire: Wire;
let gate: CommitGate;
let consolidation: Consolidation;
let service: StartedService;

(toxiproxy ? describe : describe.skip)('a drain whose connections to MongoDB are cut', () => {
  beforeAll(async () => {
    scene = await Scene.open({ mongodb: { members: 1, parameters: ['enableTestCommands=1'] } });
    const primary = (await scene.mongodb.primary()).address;
    const port = await freePort();
    wires = await Wires.start(toxiproxy!);
    wire = await wires.between(port, portOf(primary));
    gate = await CommitGate.of(scene.mongodb.uri);
    consolidation = await scene.stage.consolidation();
    service = await consolidation.start({ MONGODB_URI: `mongodb://127.0.0.1:${port}/?directConnection=true` });
  });
  afterAll(async () => {
    await gate?.close();
    await scene?.close();
    await wires?.stop();
  });

  /** Mends the wire at once, as a rule, and some times after an outage. */
  async function mend(outage: boolean): Promise<void> {
    if (outage) {
      await wire.cut();
      await sleep(OUTAGE_MS);
    }
    await wire.mend();
  }

  it('after a commit has arrived and before its reply, counts what was committed once', async () => {
    for (let cut = 0; cut < 12; cut++) {
      await scene.publish(400);
      // A commit stands before the gate: it has arrived, and its reply is lost.
      await gate.shut();
      await wire.lose('replies');
      expect(await gate.open()).toBeGreaterThan(0);
      await mend(cut % 6 === 5);
      await consolidation.drained(60_000);
    }
    await isAlive(service);
  });

  it('at any moment, goes on by itself, and has lost and repeated nothing after all', async () => {
    await scene.publish(2_000);
    await scene.whilePublishing(50, 100, async () => {
      for (let cut = 0; cut < 12; cut++) {
        await sleep(draw.int(50, 800));
        const outage = cut % 4 === 3;
        await wire.lose(outage ? 'requests' : draw.pick(['requests', 'replies']));
        await sleep(draw.int(0, 300));
        await mend(outage);
        await goesOn(consolidation, 45_000);
      }
    });
    await consolidation.drained();
    await nothingIsLostOrTwice(scene.stage, consolidation);
  });
});
