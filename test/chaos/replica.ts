import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, serviceCommand, startGuarded } from '@landfall/testing';
import { lastWords } from './places.mjs';
import type { Victim } from './schedule.ts';

const entry = 'services/account-consolidation/src/main.ts';
const loader = fileURLToPath(new URL('loader.mjs', import.meta.url));

export type Replica = {
  /** Waits until it has killed itself at its phase. Answers false when it had no occasion in time, and kills it. */
  died(victim: Victim, withinMs: number): Promise<boolean>;
  /** Resolves once it has ended by itself, with the end of its log; never otherwise. */
  readonly failed: Promise<Error>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

export type ReplicaOptions = {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** Takes the log. */
  readonly folder: string;
  readonly victim?: Victim;
};

/** One more replica of account-consolidation; armed where it is a victim. It may die before it is ready. */
export async function startReplica({ name, env, folder, victim }: ReplicaOptions): Promise<Replica> {
  const log = join(folder, `${name}.log`);
  const command = serviceCommand(entry);
  // After the hook that compiles, so that the loader is asked first and gets what that one has made.
  if (victim) command.splice(-1, 0, '--import', loader);
  const kill = victim ? { LANDFALL_CHAOS_KILL: `${victim.phase}:${victim.count}` } : {};
  const port = String(await freePort());
  const service = startGuarded({ name, log, command, env: { ...process.env, ...env, ...kill, PORT: port } });
  return {
    failed: service.failed,
    stop: service.stop,
    async died({ phase }, withinMs) {
      const late = new AbortController();
      const patience = sleep(withinMs, undefined, { signal: late.signal }).catch(() => undefined);
      const failure = await Promise.race([service.failed, patience]);
      late.abort();
      if (failure === undefined) await service.stop('SIGKILL');
      else if (!readFileSync(log, 'utf8').includes(lastWords(phase))) throw failure;
      return failure !== undefined;
    },
  };
}
