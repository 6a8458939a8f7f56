// npm start: a broker, a database and the services, with a sample published through ingest's public edges.
import { LandfallError } from '@landfall/errors';
import { bringUp } from './bring-up.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { interruption } from './interruption.ts';
import { Stack } from './stack.ts';
import { Teardown } from './teardown.ts';

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.help) console.log(USAGE);
    return options.help ? 0 : await run(options);
  } catch (error) {
    tell(error);
    return 2;
  }
}

/** Brings the stack up, stays as long as is asked, and ends all that it started. */
async function run(options: Options): Promise<number> {
  const interrupted = interruption();
  const teardown = new Teardown();
  const stack = new Stack(options, teardown);
  try {
    await Promise.race([bringUp(stack, options, interrupted.signal), interrupted.thrown]);
    if (!options.once) await Promise.race([stack.failed.then(fail), interrupted.asked]);
    return 0;
  } catch (error) {
    tell(error);
    if (error === interrupted.reason) return interrupted.exitCode;
    if (!tellsOfLogs(error)) console.error(stack.endOfLogs());
    return 1;
  } finally {
    console.log('\nEnding what was started');
    await teardown.run((line) => console.log(`  ${line}`));
  }
}

const fail = (error: Error): never => {
  throw error;
};

const tellsOfLogs = (error: unknown): boolean =>
  error instanceof LandfallError &&
  ['PROCESS_ENDED', 'SERVICE_DID_NOT_START', 'SERVERS_MISSING', 'OPTION_INVALID'].includes(error.code);

function tell(error: unknown): void {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof LandfallError && error.hint !== undefined) console.error(error.hint);
}

// Nothing that was started is left; what libraries keep open does not hold the process.
process.exit(await main(process.argv.slice(2)));
