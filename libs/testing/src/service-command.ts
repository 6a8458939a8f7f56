import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);

/** The command that runs a TypeScript file of this repository from source, with our Node. `entry` is relative to its root. */
export const serviceCommand = (entry: string): string[] => [
  process.execPath,
  // kafkajs asks for a timer in the past, which Node 24 reports; the timer fires after 1 ms, which is what it wants.
  '--disable-warning=TimeoutNegativeWarning',
  '--import',
  fileURLToPath(new URL('tools/run/source-hook.mjs', root)),
  '--conditions=landfall:source',
  fileURLToPath(new URL(entry, root)),
];
