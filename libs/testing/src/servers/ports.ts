import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { LandfallError } from '@landfall/errors';

/** A loopback port that nobody listens on. */
export const freePort = (): Promise<number> => listenBriefly(0);

export const isFree = (port: number): Promise<boolean> =>
  listenBriefly(port).then(
    () => true,
    () => false,
  );

/** @throws LandfallError PORT_TAKEN which names the owner: else a server of someone else would answer in the place of ours */
export async function refuseTakenPort(port: number, purpose: string): Promise<void> {
  if (await isFree(port)) return;
  throw new LandfallError('PORT_TAKEN', `Port ${port}, wanted for ${purpose}, is taken by ${await ownerOf(port)}.`, {
    details: { port },
  });
}

/** Who listens on a port, in words: `process 4711 (node server.js)`, as far as this user may see it. */
export async function ownerOf(port: number): Promise<string> {
  const pid = process.platform === 'linux' ? await listenerInProc(port) : await listenerByLsof(port);
  return pid === undefined ? 'a process of another user' : `process ${pid} (${await commandOf(pid)})`;
}

function listenBriefly(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: given } = server.address() as AddressInfo;
      server.close(() => resolve(given));
    });
  });
}

const LISTEN = '0A';

/** /proc/net/tcp lists sockets by inode, and each process's file descriptors name the inodes that it holds. */
async function listenerInProc(port: number): Promise<number | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTEN && local?.endsWith(suffix))
    .map(([, , , , , , , , , inode]) => `socket:[${inode}]`);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const holders = await Promise.all(
    pids.map(async (pid) => ((await socketsOf(pid)).some((socket) => sockets.includes(socket)) ? pid : undefined)),
  );
  return holders.find((pid) => pid !== undefined);
}

async function socketsOf(pid: number): Promise<string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  return Promise.all(descriptors.map((descriptor) => readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')));
}

async function listenerByLsof(port: number): Promise<number | undefined> {
  const { stdout } = await promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']).catch(() => ({
    stdout: '',
  }));
  return stdout.trim() === '' ? undefined : Number(stdout.split('\n')[0]);
}

const LONGEST_COMMAND = 80;

async function commandOf(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const command =
    stdout.trim() || (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
  return command.length > LONGEST_COMMAND ? shortened(command) : command;
}

/** The program and the end of its arguments, where the name of what it runs usually stands. */
function shortened(command: string): string {
  const program = basename(command.split(' ')[0] ?? '');
  return `${program} … ${command.slice(program.length - LONGEST_COMMAND)}`;
}
