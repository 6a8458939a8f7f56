import { z } from 'zod';
import type { QuarantinedRecord, QuarantinePage } from '../needs.ts';
import { readQuery } from './read-query.ts';

const schema = z.object({
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const readQuarantineQuery = (query: unknown): z.infer<typeof schema> => readQuery(schema, query);

/** A page of a lane's quarantine as the API shows it: `next` is the `after` that leads on. */
export const quarantineView = (lane: string, { records, hasMore }: QuarantinePage) => ({
  lane,
  records: records.map(recordView),
  next: hasMore ? records.at(-1)!.offset : null,
});

/** Without bytes: what cannot be read may hold anything, and nobody has been asked yet who may see it. */
const recordView = ({ offset, timestamp, code, reason, digest, sizes, settledBy }: QuarantinedRecord) => ({
  offset,
  timestamp: new Date(timestamp).toISOString(),
  code,
  reason,
  digest: digest.toString('hex'),
  bytes: sizes,
  settledBy: settledBy ?? null,
});
