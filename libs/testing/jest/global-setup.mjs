// One broker and one database for all tests of a run that need them; jest's workers find their addresses in the environment.
import { registerHooks } from 'node:module';
import '../../../tools/run/source-hook.mjs';

// jest may have been started without --conditions=landfall:source; its main process then still takes our packages from source.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier, { ...context, conditions: [...context.conditions, 'landfall:source'] }),
});

export default async function startSharedServers() {
  const { announceTestServers, startServers } = await import('@landfall/testing');
  const started = performance.now();
  const servers = await startServers({ progress: (line) => console.error(`servers: ${line}`) });
  console.error(
    `servers: ready after ${((performance.now() - started) / 1000).toFixed(1)} s (${servers.brokers}, ${servers.mongodbUri})`,
  );
  announceTestServers(servers);
  globalThis.landfallTestServers = servers;
}
