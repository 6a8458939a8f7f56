// @ts-check
// Which Node runs the project: the machine's own where it is new enough, else the one that npm ci brings as a package.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const NEEDED_NODE = 24;

/** @param {string} version such as v24.1.0 */
const major = (version) => Number(/^v(\d+)/.exec(version)?.[1] ?? 0);

/**
 * @param {string} root the repository's folder
 * @returns {string} path of a Node of at least version 24
 */
export function nodeProgram(root) {
  if (major(process.version) >= NEEDED_NODE) return process.execPath;
  const packaged = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(packaged)) return packaged;
  throw new Error(
    `Landfall runs on Node ${NEEDED_NODE} or later; this is ${process.version}. A Node as a package comes with npm ci for Linux ` +
      `on x64 and arm64 only (here: ${process.platform} on ${process.arch}), so put Node ${NEEDED_NODE} or later first on the PATH.`,
  );
}

/**
 * The command that runs npm. A packaged Node would vanish under npm ci, which empties node_modules first.
 * @param {string} root the repository's folder
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ command: string, args: string[], env: NodeJS.ProcessEnv }}
 */
export function npmCommand(root, env = process.env) {
  const ours = join(root, 'node_modules');
  const path = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(ours))
    .join(delimiter);
  const { npm_execpath: npm, npm_node_execpath: node } = env;
  if (npm && node && !node.startsWith(ours)) return { command: node, args: [npm], env: { ...env, PATH: path } };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [], env: { ...env, PATH: path } };
}

/**
 * @param {ReturnType<typeof npmCommand>} npm
 * @returns {boolean}
 */
export function answers({ command, args, env }) {
  try {
    execFileSync(command, [...args, '--version'], { env, stdio: 'ignore', shell: process.platform === 'win32' });
    return true;
  } catch {
    return false;
  }
}
