import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LandfallError } from '@landfall/errors';
import { eventually } from './eventually.ts';
import { freePort } from './servers/free-port.ts';
import { serviceCommand } from './service-command.ts';

export type StartedService = {
  readonly url: string;
  readonly pid: number;
  /** All that it has written so far. */
  output(): string;
  /** Ends it as an operator would (SIGTERM) and waits; kills it when it does not drain in time. */
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL) and waits. */
  kill(): Promise<void>;
};

export type ServiceOptions = { readonly readyWithinMs?: number; readonly graceMs?: number };

/** Runs a service from source on a free port and resolves once it is ready. `entry` is relative to the repository. */
export async function startService(entry: string, env: Record<string, string>, { readyWithinMs = 60_000, graceMs = 30_000 }: ServiceOptions = {}): Promise<StartedService> {
  const port = env['PORT'] ?? String(await freePort());
  const [command, ...args] = serviceCommand(entry);
  const child = spawn(command!, args, { env: { ...process.env, NODE_OPTIONS: '', ...env, PORT: port }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-200_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (gone()) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const forced = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(forced);
  };
  const url = `http://127.0.0.1:${port}`;
  const ready = async () => {
    if (gone()) return;
    const response = await fetch(`${url}/health/ready`);
    if (!response.ok) throw new Error(await response.text());
  };
  try {
    await eventually(ready, { timeoutMs: readyWithinMs, everyMs: 100 });
    if (gone()) throw new Error('It ended.');
  } catch (cause) {
    await end('SIGKILL');
    throw new LandfallError('SERVICE_DID_NOT_START', `${entry} was not ready. Its output ends with:\n${output.slice(-4_000)}`, { cause });
  }
  return { url, pid: child.pid!, output: () => output, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
