import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LandfallError } from '@landfall/errors';
import { readLanes, sumOf, waitUntilConsolidated, type LaneState } from './consolidation.ts';
import { postFacts, produceFacts } from './publish.ts';
import { writeSample, type SampleFiles } from './sample-files.ts';
import { LOCAL_SECRET, type Stack } from './stack.ts';
import { whole } from './table.ts';

type Say = (line: string) => void;

/** A sample on its way through the stack. */
export class Sample {
  readonly #stack: Stack;
  readonly #facts: number;
  readonly #signal: AbortSignal;
  #before: readonly LaneState[] = [];
  files: SampleFiles | undefined;
  lanes: readonly LaneState[] = [];

  constructor(stack: Stack, facts: number, signal: AbortSignal) {
    this.#stack = stack;
    this.#facts = facts;
    this.#signal = signal;
  }

  /** Whether the figures are those of this sample alone. */
  get isAlone(): boolean {
    return sumOf(this.#before, 'endOffset') === 0;
  }

  async publish(say: Say): Promise<void> {
    this.#before = await readLanes(this.#stack.urls.accounts);
    say(`writing ${whole(this.#facts)} facts`);
    const { posted, onKafka } = (this.files = await writeSample(join(this.#stack.folder, 'sample'), this.#facts));
    say('posting to ingest, and putting on port.transactions.inbound');
    const both = [
      postFacts(this.#stack.urls.ingest, posted, this.#signal),
      produceFacts(this.#stack.kafka, onKafka, this.#signal),
    ];
    const [http = 0, kafka = 0] = await Promise.all(both);
    say(`${whole(http)} facts over HTTP, ${whole(kafka)} as Avro over Kafka`);
  }

  async consolidate(say: Say): Promise<void> {
    const before = sumOf(this.#before, 'endOffset');
    const onProgress = (reached: number) => say(`${whole(reached - before)} of ${whole(this.#facts)} facts`);
    this.lanes = await waitUntilConsolidated(this.#stack.urls.accounts, before + this.#facts, {
      signal: this.#signal,
      onProgress,
    });
  }

  /**
   * Has every figure computed again from the files, by a program that shares no code with the services.
   * @throws LandfallError RECOUNT_DIFFERS with the first differences
   */
  async recount(say: Say): Promise<void> {
    const recounted = await promisify(execFile)(process.execPath, this.recountCommand(), {
      signal: this.#signal,
    }).catch((error: unknown) => {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new LandfallError(
        'RECOUNT_DIFFERS',
        `A recount of the published files gives other figures:\n${stderr}${stdout}`,
        { cause: error },
      );
    });
    say(recounted.stdout.trim());
  }

  /** Arguments of Node that repeat the recount while the stack runs. */
  recountCommand(): string[] {
    const { posted = '', onKafka = '', companiesFile = '' } = this.files ?? {};
    const program = fileURLToPath(new URL('../../test/recount/compare.mjs', import.meta.url));
    const files = ['--facts', posted, '--facts', onKafka, '--companies', companiesFile];
    return [program, ...files, '--url', this.#stack.urls.accounts, '--ssn-secret', LOCAL_SECRET];
  }
}
