import { Command } from 'commander';
import { LandfallError } from '@landfall/errors';
import { dumpCommand } from './dump-command.ts';

const program = new Command('landfall').description("Landfall's operator commands").addCommand(dumpCommand());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LandfallError)) throw error;
  console.error([`${error.code}: ${error.message}`, ...(error.hint ? [error.hint] : [])].join('\n'));
  process.exitCode = 1;
}
