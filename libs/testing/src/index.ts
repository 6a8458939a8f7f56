export { eventually, type Patience } from './eventually.ts';
export { freePort, isFree, ownerOf } from './servers/ports.ts';
export { endOf, startGuarded, type Guarded, type GuardedProcess } from './servers/guarded-process.ts';
export { startServers, type ServerOptions, type Servers } from './servers/index.ts';
export { announceTestServers, testServers, type TestServers } from './test-servers.ts';
export { uniqueName } from './unique-name.ts';
export { serviceCommand } from './service-command.ts';
export { startService, type ServiceOptions, type StartedService } from './start-service.ts';
export { publishSample, type Published } from './publish-sample.ts';
