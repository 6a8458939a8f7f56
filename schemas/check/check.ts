import { findProblems } from './find-problems.ts';
import { readPublished } from './published.ts';
import { readSnapshot } from './snapshot.ts';

const folder = new URL('../', import.meta.url);
const snapshot = readSnapshot(folder);
const published = readPublished(folder);
const problems = findProblems(snapshot, published);

for (const problem of problems) console.error(problem);
const compared = published
  ? `compared with ${published.ref}`
  : 'not compared with main, since git does not show it here';
console.log(`${snapshot.entries.length} schemas, ${problems.length} problems, ${compared}.`);
process.exitCode = problems.length > 0 ? 1 : 0;
