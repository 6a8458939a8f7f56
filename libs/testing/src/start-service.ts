import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LandfallError } from '@landfall/errors';
import { eventually } from './eventually.ts';
import { serviceCommand } from './service-command.ts';
import { freePort } from './servers/ports.ts';
import { startGuarded } from './servers/guarded-process.ts';

export type StartedService = {
  readonly url: string;
  readonly pid: number;
  /** All that it has written so far. */
  output(): string;
  /** Resolves when it has ended, by itself or not. */
  readonly ended: Promise<void>;
  /** Its exit code once it has ended. */
  readonly status: Promise<number>;
  /** Resolves once it has ended by itself, with the end of its output; never otherwise. */
  readonly failed: Promise<Error>;
  /** Ends it as an operator would (SIGTERM) and waits; kills it when it does not drain in time. */
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL) and waits. */
  kill(): Promise<void>;
};

export type ServiceOptions = {
  readonly readyWithinMs?: number;
  /** A file that takes its output and stays; by default one that goes when the service ends. */
  readonly log?: string;
};

/**
 * Runs a service from source on a free port, or on env.PORT, and resolves once `GET /health/ready` answers 200. `entry`
 * is relative to the repository. It cannot outlive this process.
 * @throws LandfallError SERVICE_DID_NOT_START with the end of its output
 */
export async function startService(
  entry: string,
  env: Record<string, string>,
  { readyWithinMs = 60_000, log: kept }: ServiceOptions = {},
): Promise<StartedService> {
  const port = env['PORT'] ?? String(await freePort());
  const log = kept ?? join(mkdtempSync(join(tmpdir(), 'landfall-service-')), 'output.log');
  const service = startGuarded({
    name: entry,
    log,
    command: serviceCommand(entry),
    env: { ...process.env, NODE_OPTIONS: '', ...env, PORT: port },
  });
  let whole: string | undefined;
  const output = () => whole ?? readFileSync(log, 'utf8');
  const ended = service.ended.then(() => {
    whole = output();
    if (kept === undefined) rmSync(dirname(log), { recursive: true });
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    await service.stop(signal);
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually(() => answersReady(url, service.check), { timeoutMs: readyWithinMs, everyMs: 100, unless: ended });
  } catch (cause) {
    await end('SIGKILL');
    throw new LandfallError(
      'SERVICE_DID_NOT_START',
      `${entry} was not ready. Its output ends with:\n${output().slice(-4_000)}`,
      { cause },
    );
  }
  return {
    url,
    pid: await service.pid,
    output,
    ended,
    status: service.status,
    failed: service.failed,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function answersReady(url: string, check: () => void): Promise<void> {
  check();
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(await response.text());
  check();
}
