import { createHash } from 'node:crypto';
import { dump, type Collections } from '@landfall/account-consolidation';

/** A short name of everything that a dump holds: equal for equal states. */
export async function fingerprint(collections: Collections): Promise<{ records: number; sha256: string }> {
  const hash = createHash('sha256');
  let records = 0;
  for await (const line of dump(collections)) {
    hash.update(line).update('\n');
    records++;
  }
  return { records, sha256: hash.digest('hex') };
}
