import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startServers } from '@landfall/testing';
import { mutants } from './all-mutants.ts';
import { projectOf, type Mutant } from './mutant.ts';
import { table, type Outcome } from './report.ts';
import { runTests, type RunOptions } from './run-tests.ts';
import { ScratchCopy } from './scratch-copy.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

const started = performance.now();
process.exitCode = await main(chosen(values.only)).catch((error: unknown) => {
  console.error(stopping.signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error);
  return 1;
});

async function main(wanted: readonly Mutant[]): Promise<number> {
  const servers = wanted.some(({ test }) => projectOf(test) !== 'unit')
    ? await startServers({ progress: (line) => console.error(`servers: ${line}`) })
    : undefined;
  const copies: ScratchCopy[] = [];
  try {
    while (copies.length < Math.min(2, availableParallelism(), wanted.length)) copies.push(await ScratchCopy.of(root));
    // jest's global setup takes servers that are there, so one broker and one database serve all runs.
    const addresses = servers && { KAFKA_BROKERS: servers.brokers, MONGODB_URI: servers.mongodbUri };
    const options = { env: { ...process.env, ...addresses }, signal: stopping.signal };
    await proveGreen(copies[0]!, wanted, options);
    const outcomes = await tryAll(copies, wanted, options);
    const survivors = outcomes.filter(({ caught }) => !caught);
    console.log(table(outcomes));
    console.log(
      `${outcomes.length - survivors.length} of ${outcomes.length} caught, in ${seconds(performance.now() - started)}`,
    );
    return survivors.length === 0 ? 0 : 1;
  } finally {
    await Promise.all([servers?.stop(), ...copies.map((copy) => copy.remove())]);
  }
}

function chosen(only: readonly string[] | undefined): readonly Mutant[] {
  const unknown = only?.find((name) => mutants.every((mutant) => mutant.name !== name));
  if (unknown === undefined) return only ? mutants.filter(({ name }) => only.includes(name)) : mutants;
  console.error(`No mutant is named ${unknown}. There are:\n${mutants.map(({ name }) => `  ${name}`).join('\n')}`);
  process.exit(2);
}

/** A test that is red anyway would catch everything. */
async function proveGreen(copy: ScratchCopy, wanted: readonly Mutant[], options: RunOptions): Promise<void> {
  console.error(`proving ${wanted.length} mutants' tests green without them …`);
  const tests = wanted.map(({ test }) => test);
  const { verdictOf, output } = await runTests(copy, tests, options);
  const red = tests.filter((test) => verdictOf(test) !== 'passed');
  if (red.length === 0) return;
  const lines = red.map((test) => `  ${verdictOf(test)}: ${test.file}: ${test.name}`);
  throw new Error(`Not green without any mutant:\n${lines.join('\n')}\n${output.slice(-6_000)}`);
}

async function tryAll(
  copies: readonly ScratchCopy[],
  wanted: readonly Mutant[],
  options: RunOptions,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = [...wanted];
  const work = async (copy: ScratchCopy): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const outcome = await tryOne(copy, mutant, options);
      outcomes.push(outcome);
      console.error(
        `[${outcomes.length}/${wanted.length}] ${mutant.name}: ${outcome.caught ? 'caught' : `SURVIVED: ${mutant.harm}`} (${seconds(outcome.milliseconds)})`,
      );
    }
  };
  // A mutant that is broken ends the run, once the others at work are through: their copies are still in use.
  const ended = await Promise.allSettled(copies.map((copy) => work(copy).finally(() => waiting.splice(0))));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return outcomes.sort((a, b) => wanted.indexOf(a.mutant) - wanted.indexOf(b.mutant));
}

async function tryOne(copy: ScratchCopy, mutant: Mutant, options: RunOptions): Promise<Outcome> {
  const from = performance.now();
  const { verdictOf, output } = await copy.with(mutant, () => runTests(copy, [mutant.test], options));
  const verdict = verdictOf(mutant.test);
  // A file that does not load says nothing of the guard: the mutant is broken.
  if (verdict === 'crashed' || verdict === 'absent')
    throw new Error(`Mutant ${mutant.name} keeps its test from running:\n${output.slice(-4_000)}`);
  return { mutant, caught: verdict === 'failed', milliseconds: performance.now() - from };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
