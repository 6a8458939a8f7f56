import { Command, CommanderError } from 'commander';
import { LandfallError } from '@landfall/errors';
import { dumpCommand } from './dump-command.ts';
import { quarantineCommand } from './quarantine-command.ts';

const program = new Command('landfall')
  .description("Landfall's operator commands")
  .addCommand(dumpCommand())
  .addCommand(quarantineCommand());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof LandfallError || error instanceof CommanderError)) throw error;
  const hint = 'hint' in error ? error.hint : undefined;
  console.error([`${error.code}: ${error.message}`, ...(hint ? [hint] : [])].join('\n'));
  process.exitCode = 1;
}
