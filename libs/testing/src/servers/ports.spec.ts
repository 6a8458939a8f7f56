import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, isFree, ownerOf, refuseTakenPort } from './ports.ts';

describe('a port', () => {
  let server: Server;
  let taken: number;
  beforeEach(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    taken = (server.address() as AddressInfo).port;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('is free or taken', async () => {
    expect(await isFree(taken)).toBe(false);
    expect(await isFree(await freePort())).toBe(true);
  });

  it('that is taken is refused with the name of its owner', async () => {
    expect(await ownerOf(taken)).toMatch(new RegExp(`^process ${process.pid} \\(.*node`));
    await expect(refuseTakenPort(taken, 'the broker')).rejects.toThrow(
      new RegExp(`Port ${taken}, wanted for the broker, is taken by process ${process.pid}`),
    );
  });

  it('that is free is not refused', async () => {
    await expect(refuseTakenPort(await freePort(), 'the broker')).resolves.toBeUndefined();
  });
});
