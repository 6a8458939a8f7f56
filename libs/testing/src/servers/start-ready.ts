import { eventually } from '../eventually.ts';
import { startGuarded, type Guarded, type GuardedProcess } from './guarded-process.ts';

/** A program, and the question whether it is ready: `ready` asks `check` first, so that no other program answers for it. */
export type Server = Guarded & { readonly ready: (check: () => void) => Promise<void>; readonly everyMs: number };

/** Starts a server and resolves once it is ready; else it is ended. @throws LandfallError PROCESS_ENDED */
export async function startReady(server: Server): Promise<GuardedProcess> {
  const started = startGuarded(server);
  const { ended, check } = started;
  try {
    await eventually(() => server.ready(check), { timeoutMs: 60_000, everyMs: server.everyMs, unless: ended });
  } catch (error) {
    await started.stop();
    throw error;
  }
  return started;
}
