import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { supplyToxiproxy } from './toxiproxy.ts';

describe('toxiproxy', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'landfall-toxiproxy-'));
    await mkdir(join(folder, 'bin'));
    env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, XDG_CACHE_HOME: join(folder, 'cache') };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const onPath = async (name: string, script: string): Promise<string> => {
    const file = join(folder, 'bin', name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };

  it('comes from the PATH', async () => {
    const program = await onPath('toxiproxy-server', '');
    expect(await supplyToxiproxy({ env })).toBe(program);
  });

  it('is built by go into the cache folder, in the version that is named', async () => {
    await onPath('go', 'echo "$2" > "$GOBIN/server"');
    const program = await supplyToxiproxy({ env });
    expect(program).toMatch(/landfall\/toxiproxy-2\.12\.0\/server$/);
    await onPath('go', 'exit 1');
    expect(await supplyToxiproxy({ env })).toBe(program);
  });

  it('is refused with what would provide it', async () => {
    await expect(supplyToxiproxy({ env: { ...env, PATH: join(folder, 'bin') } })).rejects.toThrow(
      /toxiproxy-server is not on the PATH, and neither is go/,
    );
  });
});
