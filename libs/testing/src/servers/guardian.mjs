// Runs one server and ends it when the parent is gone, however the parent died: its end of this pipe closes.
// Usage: node guardian.mjs LOG COMMAND ARGUMENT...
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';

const GRACE_MS = 15_000;
const [log, command, ...args] = process.argv.slice(2);
const output = openSync(log, 'a');
const child = spawn(command, args, { stdio: ['ignore', output, output] });

const end = () => {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
};
// Ctrl-C goes to the parent, which ends its servers in its own order.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', end);
process.stdin.on('end', end).on('error', end).resume();
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
