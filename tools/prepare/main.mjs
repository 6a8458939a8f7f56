// @ts-check
// What every npm script begins with, in plain Node without dependencies, since it also runs before npm ci was ever run:
//   node tools/prepare/main.mjs [FILE [ARGUMENT...]]
// brings node_modules to what package-lock.json says, generates the types of events, and then runs FILE, TypeScript from
// source. The servers are fetched where they are first needed (libs/testing/src/servers).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { answers, nodeProgram, npmCommand } from './node-program.mjs';
import { firstDifference } from './packages.mjs';
import { runQuietly, step } from './step.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const hook = new URL('../run/source-hook.mjs', import.meta.url).href;
const generator = 'schemas/codegen/generate.ts';

const [file, ...args] = process.argv.slice(2);
try {
  await prepare();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
if (file) process.exitCode = await run(file, args);

async function prepare() {
  const stale = firstDifference(root);
  if (stale) await step(`Installing packages with npm ci, since ${stale} is not as package-lock.json says`, install);
  if (existsSync(root + generator)) await runQuietly(nodeProgram(root), fromSource(generator, []), { cwd: root });
}

async function install() {
  const npm = npmCommand(root);
  if (!answers(npm)) throw new Error('npm is not on the PATH; it comes with Node.');
  await runQuietly(npm.command, [...npm.args, 'ci', '--no-audit', '--no-fund'], { cwd: root, env: npm.env });
}

/**
 * Node's arguments for a file of the project.
 * @param {string} path
 * @param {string[]} rest
 */
function fromSource(path, rest) {
  // kafkajs asks for a timer in the past, which Node 24 reports; jest's modules are experimental in all versions.
  const quiet = ['--disable-warning=TimeoutNegativeWarning', '--disable-warning=ExperimentalWarning'];
  return [...quiet, '--experimental-vm-modules', '--import', hook, '--conditions=landfall:source', path, ...rest];
}

/**
 * Runs a file and passes signals on to it, so that it can drain.
 * @param {string} path
 * @param {string[]} rest
 * @returns {Promise<number>} its exit code
 */
function run(path, rest) {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeProgram(root), fromSource(path, rest), { cwd: root, stdio: 'inherit' });
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, () => child.kill(signal));
    // npm may be killed without a chance to pass anything on.
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || child.kill('SIGHUP'), 500).unref();
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
