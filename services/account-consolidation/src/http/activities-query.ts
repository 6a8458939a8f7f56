import { z } from 'zod';
import { readQuery } from './read-query.ts';

const schema = z.object({
  cursor: z.string().max(4_000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  type: z.string().max(60).optional(),
  port: z
    .string()
    .regex(/^\d{4}$/, 'four digits')
    .optional(),
  declaration: z.string().max(60).optional(),
  kind: z.enum(['posted', 'reversed', 'noted']).optional(),
});

export type ActivitiesQuery = z.infer<typeof schema>;

export const readActivitiesQuery = (query: unknown): ActivitiesQuery => readQuery(schema, query);
