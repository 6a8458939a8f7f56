export { dumpCommand } from './dump-command.ts';
export { quarantineCommand } from './quarantine-command.ts';
