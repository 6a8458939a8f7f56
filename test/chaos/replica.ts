import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serviceCommand, startGuarded } from '@landfall/testing';
import { lastWords, type Service } from './places.mjs';
import type { Victim } from './schedule.ts';

const loader = fileURLToPath(new URL('loader.mjs', import.meta.url));

/** How a victim ended: at its phase, by us since it had no occasion in time, or before it was ready, since a server was away. */
export type End = 'killed' | 'idle' | 'not started';

export type Replica = {
  /** Waits until it has killed itself at its phase; kills it where it had no occasion in time. Throws when it ended otherwise. */
  died(victim: Victim, withinMs: number): Promise<End>;
  /** Whether it has said so. */
  ready(): boolean;
  /** Resolves once it has ended by itself, with the end of its log; never otherwise. */
  readonly failed: Promise<Error>;
  /** Holds the process still: it notices nothing, and nobody is told. */
  freeze(milliseconds: number): Promise<void>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

export type ReplicaOptions = {
  readonly service: Service;
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** Takes the log. */
  readonly folder: string;
  readonly victim?: Victim;
};

/** One more replica of a service; armed where it is a victim. It may die before it is ready. */
export async function startReplica({ service, name, env, folder, victim }: ReplicaOptions): Promise<Replica> {
  const log = join(folder, `${name}.log`);
  const command = serviceCommand(`services/${service}/src/main.ts`);
  // After the hook that compiles, so that the loader is asked first and gets what that one has made.
  if (victim) command.splice(-1, 0, '--import', loader);
  const kill = victim ? { LANDFALL_CHAOS_KILL: `${victim.phase}:${victim.count}` } : {};
  const running = startGuarded({ name, log, command, env: { ...process.env, ...env, ...kill } });
  const pid = await running.pid;
  const said = (words: string) => readFileSync(log, 'utf8').includes(words);
  const ready = () => said(`${service} is ready`);
  return {
    ready,
    failed: running.failed,
    stop: running.stop,
    async freeze(milliseconds) {
      process.kill(pid, 'SIGSTOP');
      await sleep(milliseconds);
      process.kill(pid, 'SIGCONT');
    },
    async died({ phase }, withinMs) {
      const late = new AbortController();
      const patience = sleep(withinMs, undefined, { signal: late.signal }).catch(() => undefined);
      const failure = await Promise.race([running.failed, patience]);
      late.abort();
      if (failure === undefined) {
        await running.stop('SIGKILL');
        return 'idle';
      }
      if (said(lastWords(phase))) return 'killed';
      if (ready()) throw failure;
      return 'not started';
    },
  };
}
