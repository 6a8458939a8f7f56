import 'reflect-metadata';
import { runService } from '@landfall/service';
import { readEnv, toConfig } from './config.ts';

await runService({
  name: 'ingest',
  configure: () => toConfig(readEnv()),
  load: () => import('./start.ts'),
});
