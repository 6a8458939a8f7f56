import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LandfallError } from '@landfall/errors';

export type GuardedProcess = {
  /** Throws when the process has ended by itself, with the end of its log. */
  check(): void;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
};

const guardian = fileURLToPath(new URL('guardian.mjs', import.meta.url));

/** Starts a server that cannot outlive this process. Its output goes to the file `log`. */
export function startGuarded(name: string, log: string, command: readonly string[]): GuardedProcess {
  const child = spawn(process.execPath, [guardian, log, ...command], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  let stopping = false;
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  return {
    check() {
      if (!gone() || stopping) return;
      throw new LandfallError('SERVER_ENDED', `${name} ended by itself. The end of its log:\n${endOf(log)}`, { hint: `The whole log is ${log}.` });
    },
    async stop() {
      stopping = true;
      await end(child, gone);
    },
  };
}

async function end(child: ChildProcess, gone: () => boolean): Promise<void> {
  if (gone()) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}

export function endOf(log: string, lines = 15): string {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '(nothing)';
  }
}
