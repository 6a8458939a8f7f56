import { latest } from '../codegen/catalogue.ts';
import { catalogueProblems } from './catalogue-rules.ts';
import { compatibilityProblems, parseAll } from './compatibility.ts';
import { frozenProblems, type Published } from './published.ts';
import { schemaProblems } from './schema-rules.ts';
import { sharedTypeProblems } from './shared-types.ts';
import { readable, type Snapshot } from './snapshot.ts';

/** Everything that is wrong with the schemas, one sentence each. */
export function findProblems(snapshot: Snapshot, published?: Published): string[] {
  const { parsed, problems } = parseAll(readable(snapshot));
  return [
    ...catalogueProblems(snapshot),
    ...problems,
    ...parsed.flatMap(schemaProblems),
    ...sharedTypeProblems(latest(parsed)),
    ...compatibilityProblems(parsed),
    ...(published ? frozenProblems(snapshot, published) : []),
  ];
}
