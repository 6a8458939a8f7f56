import { Listr, PRESET_TIMER, type ListrTask } from 'listr2';
import type { Options } from './options.ts';
import { addressTable, outcomeText, samplePicture } from './report.ts';
import { Sample } from './sample.ts';
import type { Stack } from './stack.ts';

/** Brings all up, step by step, and prints what a person wants to see of it. */
export async function bringUp(stack: Stack, { facts, once }: Options, signal: AbortSignal): Promise<void> {
  const sample = facts > 0 ? new Sample(stack, facts, signal) : undefined;
  await new Listr([...stackTasks(stack), ...(sample ? sampleTasks(sample) : [])], {
    fallbackRenderer: 'simple',
    registerSignalListeners: false,
    rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false, showErrorMessage: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
  await report(stack, sample);
  console.log(`\nLandfall is ready${once ? '' : '; Ctrl-C ends it'}`);
}

async function report(stack: Stack, sample: Sample | undefined): Promise<void> {
  const account = sample && (await samplePicture(stack, sample));
  if (account) console.log(`\n${account.text}\n`);
  if (sample) console.log(`${outcomeText(sample.lanes)}\n`);
  for (const note of stack.notes) console.log(note);
  console.log(addressTable(stack, sample, account?.id));
}

const persistent = { persistentOutput: true, outputBar: 1 };

const stackTasks = (stack: Stack): ListrTask[] => [
  {
    title: 'Broker and database',
    task: async (_, task) => {
      await stack.openFolder();
      await stack.startServers((line) => (task.output = line));
    },
  },
  { title: 'Topics', task: () => stack.createTopics() },
  { title: 'Services: ingest, account-consolidation', task: () => stack.startServices() },
];

const sampleTasks = (sample: Sample): ListrTask[] => [
  { title: 'Sample published by port systems', task: (_, task) => sample.publish((line) => (task.output = line)), rendererOptions: persistent },
  { title: 'Consolidated into accounts', task: (_, task) => sample.consolidate((line) => (task.output = line)), rendererOptions: persistent },
  {
    title: 'Recounted from the published files',
    skip: () => !sample.isAlone && 'there are facts of earlier runs',
    task: (_, task) => sample.recount((line) => (task.output = line)),
    rendererOptions: persistent,
  },
];
