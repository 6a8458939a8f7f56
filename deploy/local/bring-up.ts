import { Listr, PRESET_TIMER, type ListrTask } from 'listr2';
import type { Options } from './options.ts';
import { addressTable, outcomeText, samplePicture } from './report.ts';
import { Sample } from './sample.ts';
import type { Stack } from './stack.ts';

/** Brings all up, step by step, and prints what a person wants to see of it. */
export async function bringUp(stack: Stack, { facts, once }: Options, signal: AbortSignal): Promise<void> {
  const sample = facts > 0 ? new Sample(stack, facts, signal) : undefined;
  await inSteps([...stackSteps(stack), ...(sample ? sampleSteps(sample) : [])], signal);
  await report(stack, sample);
  console.log(`\nLandfall is ready${once ? '' : '; Ctrl-C ends it'}`);
}

type Say = (line: string) => void;
type Step = {
  readonly title: string;
  readonly work: (say: Say) => Promise<void>;
  readonly skip?: () => string | false;
};

const stackSteps = (stack: Stack): Step[] => [
  { title: 'Broker and database', work: (say) => stack.startServers(say) },
  { title: 'Topics', work: () => stack.createTopics() },
  { title: 'Services: ingest, account-consolidation', work: () => stack.startServices() },
];

const sampleSteps = (sample: Sample): Step[] => [
  { title: 'Sample published by port systems', work: (say) => sample.publish(say) },
  { title: 'Consolidated into accounts', work: (say) => sample.consolidate(say) },
  {
    title: 'Recounted from the published files',
    work: (say) => sample.recount(say),
    skip: () => !sample.isAlone && 'Not recounted: there are facts of earlier runs',
  },
];

/** Shows steps with spinners on a terminal, in plain lines elsewhere. A step's error is thrown as it is, to be told by the caller. */
async function inSteps(steps: readonly Step[], signal: AbortSignal): Promise<void> {
  let failure: unknown;
  const tasks = steps.map(({ title, work, skip }): ListrTask => {
    const run = async (say: Say) => {
      try {
        signal.throwIfAborted();
        await work(say);
      } catch (error) {
        failure = error;
        throw new Error('see below', { cause: error });
      }
    };
    const rendererOptions = { persistentOutput: true, outputBar: 1 };
    return { title, ...(skip && { skip }), rendererOptions, task: (_, task) => run((line) => (task.output = line)) };
  });
  const options = {
    registerSignalListeners: false,
    fallbackRenderer: 'simple',
    fallbackRendererOptions: { timer: PRESET_TIMER },
  } as const;
  const list = new Listr(tasks, {
    ...options,
    rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false, collapseSkips: true },
  });
  await list.run().catch((error: unknown) => {
    throw failure ?? error;
  });
}

async function report(stack: Stack, sample: Sample | undefined): Promise<void> {
  const account = sample && (await samplePicture(stack, sample));
  if (account) console.log(`\n${account.text}\n`);
  if (sample) console.log(`${outcomeText(sample.lanes)}\n`);
  for (const note of stack.notes) console.log(note);
  console.log(addressTable(stack, sample, account?.id));
}
