import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LandfallError } from '@landfall/errors';

export type Signal = 'SIGTERM' | 'SIGKILL';

export type GuardedProcess = {
  readonly pid: Promise<number>;
  /** @throws LandfallError PROCESS_ENDED when it has ended by itself, with the end of its log */
  readonly check: () => void;
  /** Resolves when it has ended, by itself or not. */
  readonly ended: Promise<void>;
  /** Its exit code once it has ended; 128 and the signal's number where a signal ended it. */
  readonly status: Promise<number>;
  /** Resolves with what `check` throws once it has ended by itself; never otherwise. */
  readonly failed: Promise<Error>;
  /** Ends the process and waits until it is gone. `keep` leaves the folder that would be removed, for another start. */
  readonly stop: (signal?: Signal, options?: { readonly keep?: boolean }) => Promise<void>;
};

export type Guarded = {
  /** How messages call it: "The Kafka broker". */
  readonly name: string;
  readonly command: readonly string[];
  /** The file that takes its output. */
  readonly log: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A folder that is removed once it was ended, also when this process died. */
  readonly removes?: string | undefined;
};

const guardian = fileURLToPath(new URL('guardian.mjs', import.meta.url));

/** Starts a program that cannot outlive this process, however this process ends. */
export function startGuarded({ name, command, log, env = process.env, removes = '' }: Guarded): GuardedProcess {
  // Detached: a Ctrl-C in the terminal reaches this process alone, which ends its programs in order.
  const child = spawn(process.execPath, [guardian, log, removes, ...command], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    env,
  });
  const exited = once(child, 'exit');
  const ended = exited.then(() => undefined);
  child.stdin.on('error', () => undefined);
  let stopping = false;
  const failure = () =>
    new LandfallError(
      'PROCESS_ENDED',
      `${name} ended by itself with status ${child.exitCode}. The end of its log (${log}):\n${endOf(log)}`,
    );
  return {
    pid: once(child.stdout, 'data').then(([pid]) => Number(pid)),
    ended,
    status: exited.then(([code]) => Number(code ?? -1)),
    failed: new Promise((resolve) => void ended.then(() => stopping || resolve(failure()))),
    check() {
      if (!stopping && gone(child)) throw failure();
    },
    async stop(signal = 'SIGTERM', { keep = false } = {}) {
      stopping = true;
      if (!gone(child)) child.stdin.end(`${signal}${keep ? ' keep' : ''}\n`);
      await ended;
    },
  };
}

const gone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Lines of mongod that only its makers can read. */
const STACK_FRAME = /"msg":"(Frame|BACKTRACE)"/;
const LONGEST_LINE = 500;

/** The last lines of a log file that say something. */
export function endOf(log: string, lines = 15): string {
  try {
    const said = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !STACK_FRAME.test(line));
    return (
      said
        .map((line) => line.slice(0, LONGEST_LINE))
        .slice(-lines)
        .join('\n') || '(it is empty)'
    );
  } catch {
    return '(there is none)';
  }
}
