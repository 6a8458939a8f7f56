import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { LandfallError } from '@landfall/errors';
import { eventually, testServers } from '@landfall/testing';
import type { Batch } from './batch.ts';
import type { Answer, Question, Saving, Setting } from './testing/frozen-member.ts';
import { LaneScene, SHORT, upTo } from './testing/lane-scene.ts';

jest.setTimeout(60_000);
const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SOURCE_HOOK = new URL('../../../tools/run/source-hook.mjs', import.meta.url).href;

let scene: LaneScene;
let child: ChildProcess;
afterEach(async () => {
  child.kill('SIGKILL');
  await scene.stopAll();
});

/** A member in a process of its own. What it asks to be written is written when the test says so. */
function startMember(onSave: (saving: Saving, answer: (refused?: string) => void) => void): void {
  const setting: Setting = {
    ...{ brokers: testServers().brokers, groupId: scene.groupId, topic: scene.topic, session: SHORT },
  };
  child = fork(pathOf('./testing/frozen-member.ts'), [JSON.stringify(setting)], {
    execArgv: ['--import', SOURCE_HOOK, '--conditions=landfall:source'],
  });
  child.on('message', (question: Question) => {
    const answer = (more: Partial<Answer>) => child.send({ id: question.id, ...more });
    if ('read' in question) answer({ position: scene.store.positions.get(question.read) ?? 0 });
    else onSave(question.save, (refused) => answer(refused === undefined ? {} : { refused }));
  });
}

/** Answers the code of the refusal. */
function save({ records, ...rest }: Saving): string | undefined {
  const content = { record: { type: 'DutyPaid' } as never };
  const whole = records.map((record) => ({ ...record, value: Buffer.from(record.value), content }));
  try {
    scene.store.save({ ...rest, partition: 0, records: whole } as unknown as Batch);
    return undefined;
  } catch (error) {
    return (error as LandfallError).code;
  }
}

describe('a member that was frozen in mid-batch, and wakes when others have its lanes', () => {
  it('writes nothing any more of what it had', async () => {
    scene = await LaneScene.create([2]);
    for (const partition of upTo(2)) await scene.sendCount(partition, 40);
    const late: (() => string | undefined)[] = [];
    let frozen = true;
    startMember((saving, answer) => {
      const write = () => {
        const refused = save(saving);
        answer(refused);
        return refused;
      };
      if (frozen) late.push(write);
      else write();
    });
    await eventually(() => expect(late).toHaveLength(2));
    child.kill('SIGSTOP');
    await scene.start();
    await eventually(() => upTo(2).forEach((partition) => expect(scene.written(partition)).toEqual(upTo(40))), {
      timeoutMs: 30_000,
    });
    child.kill('SIGCONT');
    frozen = false;
    // What it had sent reaches the store only now.
    expect(late.map((write) => write())).toEqual(['LANE_FENCED', 'LANE_FENCED']);
    for (const partition of upTo(2)) await scene.sendCount(partition, 40);
    await eventually(() => upTo(2).forEach((partition) => expect(scene.written(partition)).toEqual(upTo(80))), {
      timeoutMs: 30_000,
    });
  });
});
