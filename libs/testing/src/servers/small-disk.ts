import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { endOf, startGuarded, type GuardedProcess } from './guarded-process.ts';

const CHUNKS = [1024 * 1024, 4096];

/** Mounts in a namespace of its own, so that the disk is gone with the process that holds it; root is not needed. */
const HOLD = 'mount -t tmpfs -o "size=$1m" landfall "$0" && exec sleep infinity';

/** A disk of a few megabytes in memory, mounted at `folder`/data for those programs that are started `inside` it. */
export class SmallDisk {
  readonly folder: string;
  /** What stands before a command that is to see the disk. */
  readonly inside: readonly string[];
  readonly #holder: GuardedProcess;
  readonly #filler: string;

  private constructor(folder: string, holder: GuardedProcess, pid: number) {
    this.folder = folder;
    this.inside = ['nsenter', '--preserve-credentials', '--user', '--mount', `--target=${pid}`];
    this.#holder = holder;
    this.#filler = join(`/proc/${pid}/root`, folder, 'data', 'filler');
  }

  /** @throws Error where the system has no namespaces for this user */
  static async open(megabytes: number): Promise<SmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'landfall-disk-'));
    const data = join(folder, 'data');
    await mkdir(data);
    const log = join(folder, 'disk.log');
    const mount = ['unshare', '--map-root-user', '--mount', 'sh', '-c', HOLD, data, String(megabytes)];
    const holder = startGuarded({ name: 'The disk', log, command: mount, removes: folder });
    const pid = await Promise.race([holder.pid, holder.ended.then(() => 0)]);
    try {
      const isMounted = async () => {
        if (!(await readFile(`/proc/${pid}/mountinfo`, 'utf8')).includes(`${data} `)) throw new Error(endOf(log));
      };
      await eventually(isMounted, { everyMs: 20, unless: holder.ended });
    } catch (cause) {
      await holder.stop('SIGKILL');
      throw new Error(`a small disk was not mounted (unshare, mount of a tmpfs): ${endOf(log)}`, { cause });
    }
    return new SmallDisk(folder, holder, pid);
  }

  /** Takes all the room that is left. */
  async fill(): Promise<void> {
    const filler = await open(this.#filler, 'a');
    try {
      for (const bytes of CHUNKS) await appendUntilFull(filler, Buffer.alloc(bytes));
    } finally {
      await filler.close();
    }
  }

  /** Gives the room back. */
  async free(): Promise<void> {
    await rm(this.#filler, { force: true });
  }

  async close(): Promise<void> {
    await this.#holder.stop('SIGKILL');
  }
}

async function appendUntilFull(file: Awaited<ReturnType<typeof open>>, chunk: Buffer): Promise<void> {
  for (;;) {
    try {
      await file.appendFile(chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}
