import { constants } from 'node:os';

/** The wish that all should end: Ctrl-C, a signal, a terminal that was closed, or a parent that is gone. */
export type Interruption = {
  /** Aborted with it. */
  readonly signal: AbortSignal;
  /** Resolves with it. */
  readonly asked: Promise<void>;
  /** Rejects with it, with `reason`. */
  readonly thrown: Promise<never>;
  readonly reason: Error;
  /** 128 and the signal's number, as shells have it. */
  readonly exitCode: number;
};

const PARENT_EVERY_MS = 500;

export function interruption(): Interruption {
  const controller = new AbortController();
  const reason = new Error('Interrupted before it was ready.');
  let exitCode = 1;
  const asked = new Promise<void>((resolve) => {
    const end = (signal: NodeJS.Signals) => {
      if (!controller.signal.aborted) exitCode = 128 + constants.signals[signal];
      controller.abort(reason);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || end('SIGHUP'), PARENT_EVERY_MS).unref();
  });
  const thrown = asked.then((): never => {
    throw reason;
  });
  thrown.catch(() => undefined);
  return {
    signal: controller.signal,
    asked,
    thrown,
    reason,
    get exitCode() {
      return exitCode;
    },
  };
}
