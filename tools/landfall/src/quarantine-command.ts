import { Command } from 'commander';
import { listQuarantine, type QuarantinedRecord, type QuarantineFilter } from '@landfall/account-consolidation';
import { inDatabase, withBrokerOptions, withDatabaseOptions, type DatabaseOptions } from './connection.ts';
import { offsetFrom } from './offset.ts';
import { replayCommandAction } from './quarantine-replay.ts';
import { showQuarantined } from './quarantine-show.ts';

/** `landfall quarantine`: what account-consolidation has set aside, and how it goes back. */
export const quarantineCommand = (): Command =>
  new Command('quarantine')
    .description('See the records that were set aside, and publish them once more')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(replayCommand());

const listCommand = (): Command =>
  withDatabaseOptions(new Command('list'))
    .description('List records that were set aside, by lane and offset')
    .option('--code <code>', 'only those with this code')
    .option('--lane <lane>', 'only those of this lane: port.transactions@1/3')
    .option('--open', 'only those that no replay has settled')
    .option('--json', 'one JSON text a record')
    .action(list);

const showCommand = (): Command =>
  withDatabaseOptions(new Command('show'))
    .description('Show one record: code, reason, headers, key and value as they came')
    .argument('<lane>', 'port.transactions@1/3')
    .argument('<offset>', 'its offset in the lane', offsetFrom)
    .option('--out <file>', 'write the bytes of the value to this file')
    .action(showQuarantined);

const replayCommand = (): Command =>
  withBrokerOptions(withDatabaseOptions(new Command('replay')))
    .description('Publish open records once more, key, value and headers as they came; each settles what it repeats')
    .argument('[lane]', 'of one record: port.transactions@1/3')
    .argument('[offset]', 'of one record', offsetFrom)
    .option('--code <code>', 'all open records with this code')
    .option('--all', 'all open records')
    .action(replayCommandAction);

type ListOptions = DatabaseOptions & Omit<QuarantineFilter, 'open'> & { open?: true; json?: true };

const list = ({ code, lane, open, json, ...options }: ListOptions): Promise<void> =>
  inDatabase(options, async (collections) => {
    let count = 0;
    for await (const record of listQuarantine(collections, { code, lane, open })) {
      console.log(json ? JSON.stringify(toJson(record)) : lineOf(record));
      count++;
    }
    console.error(`${count.toLocaleString('en-US')} ${open ? 'open records' : 'records'} in quarantine`);
  });

const toJson = ({ timestamp, digest, settledBy, ...record }: QuarantinedRecord) => ({
  ...record,
  timestamp: new Date(timestamp).toISOString(),
  digest: digest.toString('hex'),
  settledBy: settledBy ?? null,
});

const lineOf = ({ lane, offset, timestamp, code, reason, settledBy }: QuarantinedRecord): string =>
  [
    `${lane} ${String(offset).padEnd(9)} ${new Date(timestamp).toISOString()}`,
    code.padEnd(20),
    settledBy === undefined ? 'open' : `settled by ${settledBy}`,
    reason,
  ].join('  ');
