import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { Command, InvalidArgumentError } from 'commander';
import { sampleCompanies, sampleFacts, type SampleOptions } from './index.ts';

const CHUNK = 256 * 1024;

const program = new Command('landfall-sample')
  .description('Writes national trade days as newline-delimited JSON, one fact a line (docs/facts.md).')
  .option('--seed <number>', 'the same seed gives the same facts', number, 1)
  .option('--facts <number>', 'how many facts', number)
  .option('--accounts <number>', 'how many companies', number)
  .option('--from <date>', 'first trade day, YYYY-MM-DD')
  .option('--days <number>', 'how many working days', number)
  .option('--zipf <number>', 'how unequal the companies are', number)
  .option('--spread <number>', 'how many facts lie between the first and last of a declaration', number)
  .option('--out <file>', 'where the facts go', undefined)
  .option('--companies <file>', 'where the companies go, as a JSON list')
  .parse();

type Flags = SampleOptions & { readonly out?: string; readonly companies?: string };

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('A number is expected.');
  return value;
}

async function run({ out, companies, ...options }: Flags): Promise<void> {
  if (companies !== undefined)
    await writeFile(companies, `${JSON.stringify([...sampleCompanies(options)], null, 2)}\n`);
  const output = out === undefined ? process.stdout : createWriteStream(out);
  const closed = new AbortController();
  // A reader that has seen enough (`| head`) is no failure.
  output.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? closed.abort() : fail(error)));
  await writeFacts(options, output, closed.signal);
}

async function writeFacts(options: SampleOptions, output: Writable, closed: AbortSignal): Promise<void> {
  const progress = new Progress();
  let chunk = '';
  for (const fact of sampleFacts(options)) {
    chunk += `${JSON.stringify(fact)}\n`;
    progress.facts++;
    if (chunk.length < CHUNK) continue;
    await write(output, chunk, closed);
    chunk = '';
    progress.tell();
    if (closed.aborted) return;
  }
  await write(output, chunk, closed);
  if (output !== process.stdout) output.end();
  progress.done();
}

async function write(output: Writable, chunk: string, closed: AbortSignal): Promise<void> {
  if (!output.write(chunk)) await once(output, 'drain', { signal: closed }).catch(() => undefined);
}

function fail(error: Error): never {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** Says on stderr how far the sample is: on a terminal in place, else only at the end. */
class Progress {
  facts = 0;
  readonly #start = performance.now();

  tell(): void {
    if (process.stderr.isTTY) process.stderr.write(`\r${this.#line()}`);
  }

  done(): void {
    process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${this.#line()}\n`);
  }

  #line(): string {
    const seconds = (performance.now() - this.#start) / 1_000;
    return `${this.facts.toLocaleString('en-US')} facts in ${seconds.toFixed(1)} s`;
  }
}

await run(program.opts<Flags>());
