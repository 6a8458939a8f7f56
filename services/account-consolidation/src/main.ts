import 'reflect-metadata';
import { runService } from '@landfall/service';
import { readEnv, toConfig } from './config.ts';

await runService({
  name: 'account-consolidation',
  configure: () => toConfig(readEnv()),
  load: () => import('./start.ts'),
});
