import { sampleFacts } from '@landfall/sample';
for (const f of sampleFacts({ seed: 2, facts: Number(process.argv[2]) }))
  process.stdout.write(JSON.stringify(f) + '\n');
