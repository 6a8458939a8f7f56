export { dumpCommand } from './dump-command.ts';
