import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { dump, openCollections } from '@landfall/account-consolidation';
import { mongodbUri, name, parseConfig } from '@landfall/config';
import { connectMongo } from '@landfall/mongo';
import { z } from 'zod';

const schema = z.object({ mongodbUri: mongodbUri(), mongodbDatabase: name('landfall-accounts') });
const EVERY = 50_000;

/** `landfall dump`: all of account-consolidation's state as sorted canonical records (NDJSON), for comparing two states. */
export const dumpCommand = (): Command =>
  new Command('dump')
    .description('Write lanes, declarations, heads, figures, activities and quarantine as sorted canonical NDJSON')
    .option('--mongodb-uri <uri>', 'the database server (default: MONGODB_URI)')
    .option('--database <name>', 'the database (default: MONGODB_DATABASE, or landfall-accounts)')
    .option('--out <file>', 'write to this file instead of standard output')
    .action(writeDump);

type Options = { mongodbUri?: string; database?: string; out?: string };

async function writeDump({ mongodbUri: uri, database, out }: Options): Promise<void> {
  const raw = {
    mongodbUri: uri ?? process.env['MONGODB_URI'],
    mongodbDatabase: database ?? process.env['MONGODB_DATABASE'],
  };
  const config = parseConfig(schema, raw);
  const connection = await connectMongo({
    uri: config.mongodbUri,
    database: config.mongodbDatabase,
    appName: 'landfall-dump',
  });
  try {
    const collections = await openCollections(connection);
    const target = out === undefined ? process.stdout : createWriteStream(out);
    await pipeline(withProgress(dump(collections)), target, { end: out !== undefined });
  } finally {
    await connection.close();
  }
}

async function* withProgress(records: AsyncIterable<string>): AsyncGenerator<string> {
  let written = 0;
  for await (const record of records) {
    yield `${record}\n`;
    if (++written % EVERY === 0) console.error(`${written.toLocaleString('en-US')} records`);
  }
  console.error(`${written.toLocaleString('en-US')} records in all`);
}
