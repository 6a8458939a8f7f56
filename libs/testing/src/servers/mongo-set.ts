import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { asMember, memberServer, type Admin, type MemberOptions } from './mongod.ts';
import { freePort } from './ports.ts';
import { supplyPrograms, type Mongod } from './programs.ts';
import { Restartable } from './restartable.ts';
import type { SmallDisk } from './small-disk.ts';

export type MongoSetOptions = MemberOptions & {
  readonly members?: number;
  /** Takes the data of a single member. */
  readonly disk?: SmallDisk;
};

const SMALL_CACHE = 0.25;

/** A replica set for a test that damages it: three members with small caches, unless told otherwise. */
export class MongoSet {
  readonly members: readonly Restartable[];

  private constructor(members: readonly Restartable[]) {
    this.members = members;
  }

  /** Resolves when a member takes writes. @throws LandfallError SERVERS_MISSING, PROCESS_ENDED */
  static async start({ members = 3, ...options }: MongoSetOptions = {}): Promise<MongoSet> {
    const { mongodb } = await supplyPrograms({ kafka: false, mongodb: true });
    const started = await Promise.all(Array.from({ length: members }, () => startMember(mongodb!, options)));
    const set = new MongoSet(started);
    const names = started.map(({ address }, _id) => ({ _id, host: address }));
    await set.#ask(started[0]!, async (admin) => admin.command({ replSetInitiate: { _id: 'rs0', members: names } }));
    await set.primary();
    return set;
  }

  get uri(): string {
    return `mongodb://${this.members.map(({ address }) => address).join(',')}/?replicaSet=rs0`;
  }

  /** The member that takes writes, once there is one. */
  primary(): Promise<Restartable> {
    return eventually(
      async () => {
        const roles = await Promise.allSettled(this.members.map((member) => this.#ask(member, isPrimary)));
        const found = this.members.find((_, place) => {
          const role = roles[place];
          return role?.status === 'fulfilled' && role.value;
        });
        if (found === undefined) throw new Error('No member of the set is primary.');
        return found;
      },
      { timeoutMs: 60_000 },
    );
  }

  /** Has the primary hand over to another member, as for its maintenance. */
  async stepDown(): Promise<void> {
    await this.#ask(await this.primary(), (admin) =>
      admin.command({ replSetStepDown: 30, secondaryCatchUpPeriodSecs: 10 }),
    );
  }

  /** Kills the primary, and answers it: it can be started again. */
  async killPrimary(): Promise<Restartable> {
    const primary = await this.primary();
    await primary.stop('SIGKILL');
    return primary;
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()));
  }

  #ask<T>({ address }: Restartable, question: (admin: Admin) => Promise<T>): Promise<T> {
    return asMember(address, () => undefined, question);
  }
}

const isPrimary = async (admin: Admin): Promise<boolean> =>
  (await admin.command({ hello: 1 }))['isWritablePrimary'] === true;

async function startMember(
  programs: Mongod,
  { disk, ...options }: Omit<MongoSetOptions, 'members'>,
): Promise<Restartable> {
  const folder = disk?.folder ?? (await mkdtemp(join(tmpdir(), 'landfall-member-')));
  const port = await freePort();
  const server = await memberServer(programs, { folder, temporary: true, port }, { cacheGb: SMALL_CACHE, ...options });
  const command = [...(disk?.inside ?? []), ...server.command];
  return new Restartable({ ...server, command }, `127.0.0.1:${port}`).start();
}
