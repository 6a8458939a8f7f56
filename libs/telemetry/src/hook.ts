// Lets OpenTelemetry patch modules that are imported after this one. Import it first, and only where traces are wanted:
// jest refuses module.register(), and unpatched modules load faster.
import { register } from 'node:module';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, {
  data: { include: ['http', 'https', 'mongodb'] },
});
