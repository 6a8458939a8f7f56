import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { dump } from '@landfall/account-consolidation';
import { inDatabase, withDatabaseOptions, type DatabaseOptions } from './connection.ts';

const EVERY = 50_000;

/** `landfall dump`: all of account-consolidation's state as sorted canonical records (NDJSON), for comparing two states. */
export const dumpCommand = (): Command =>
  withDatabaseOptions(new Command('dump'))
    .description('Write lanes, declarations, heads, figures, activities and quarantine as sorted canonical NDJSON')
    .option('--out <file>', 'write to this file instead of standard output')
    .action(writeDump);

const writeDump = ({ out, ...options }: DatabaseOptions & { out?: string }): Promise<void> =>
  inDatabase(options, async (collections) => {
    const target = out === undefined ? process.stdout : createWriteStream(out);
    await pipeline(withProgress(dump(collections)), target, { end: out !== undefined });
  });

async function* withProgress(records: AsyncIterable<string>): AsyncGenerator<string> {
  let written = 0;
  for await (const record of records) {
    yield `${record}\n`;
    if (++written % EVERY === 0) console.error(`${written.toLocaleString('en-US')} records`);
  }
  console.error(`${written.toLocaleString('en-US')} records in all`);
}
