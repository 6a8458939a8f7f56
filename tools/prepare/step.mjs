// @ts-check
// Shows one step of the preparation: a line that counts seconds on a terminal, two plain lines elsewhere.
import { spawn } from 'node:child_process';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const EVERY_MS = 100;
const HEARTBEAT_MS = 10_000;

/**
 * Runs a step and shows how long it takes.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {NodeJS.WriteStream} out
 * @returns {Promise<T>}
 */
export async function step(title, work, out = process.stderr) {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const end = out.isTTY ? spin(title, seconds, out) : beat(title, seconds, out);
  try {
    const result = await work();
    end('✔', seconds());
    return result;
  } catch (error) {
    end('✖', seconds());
    throw error;
  }
}

/**
 * @param {string} title
 * @param {() => string} seconds
 * @param {NodeJS.WriteStream} out
 */
function spin(title, seconds, out) {
  let frame = 0;
  const timer = setInterval(
    () => out.write(`\r${FRAMES[frame++ % FRAMES.length]} ${title} (${seconds()})\x1b[K`),
    EVERY_MS,
  );
  return (/** @type {string} */ mark, /** @type {string} */ took) => {
    clearInterval(timer);
    out.write(`\r${mark} ${title} (${took})\x1b[K\n`);
  };
}

/**
 * @param {string} title
 * @param {() => string} seconds
 * @param {NodeJS.WriteStream} out
 */
function beat(title, seconds, out) {
  out.write(`${title} …\n`);
  const timer = setInterval(() => out.write(`  still at it (${seconds()})\n`), HEARTBEAT_MS);
  return (/** @type {string} */ mark, /** @type {string} */ took) => {
    clearInterval(timer);
    out.write(`${mark} ${title} (${took})\n`);
  };
}

/**
 * Runs a program without showing its output, unless it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export function runQuietly(command, args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${output.trimEnd()}\n${command} ended with ${code}`)),
    );
  });
}
