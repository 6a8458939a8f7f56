import { dump, type Collections } from '@landfall/account-consolidation';

/** One record of a dump; what else it holds goes by its kind. */
export type Dumped = { readonly record: string; readonly [field: string]: unknown };

export async function dumpOf(collections: Collections): Promise<Dumped[]> {
  const records: Dumped[] = [];
  for await (const line of dump(collections)) records.push(JSON.parse(line) as Dumped);
  return records;
}
