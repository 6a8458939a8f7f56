// Runs one program and ends it when the parent is gone, however the parent died: its end of this pipe closes.
// Usage: node guardian.mjs LOG FOLDER COMMAND ARGUMENT...
// Its process id is written to standard output; a line on standard input names a signal to pass on. FOLDER is removed once
// the program was ended; '' for none. "SIGNAL keep" ends the program and leaves the folder.
import { spawn } from 'node:child_process';
import { openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';

const GRACE_MS = 20_000;
const [log, folder, command, ...args] = process.argv.slice(2);
const output = openSync(log, 'a');
const child = spawn(command, args, { stdio: ['ignore', output, output] });
let ending = false;
let keeping = false;
if (child.pid !== undefined) process.stdout.write(`${child.pid}\n`);

const end = (signal = 'SIGTERM') => {
  ending = true;
  child.kill(signal);
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
};
process.stdin.setEncoding('utf8');
process.stdin.on('data', (line) => {
  const [signal, keep] = line.trim().split(' ');
  keeping = keep === 'keep';
  end(signal);
});
const left = () => ending || end();
process.stdin.on('end', left).on('error', left);
// Ctrl-C goes to the parent, which ends what it started in its own order.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
process.on('SIGTERM', () => end());

child.on('error', (error) => {
  writeSync(output, `${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  if (ending && folder && !keeping) remove(folder);
  process.exit(code ?? 128 + constants.signals[signal]);
});

function remove(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  try {
    rmdirSync(dirname(path));
  } catch {
    // Another server's data is still in there; the last one takes the folder along.
  }
}
