import { Problem } from '@landfall/http';
import { z } from 'zod';

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

export function readActivitiesQuery(query: unknown): ActivitiesQuery {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Problem(400, 'QUERY_INVALID', `The query does not fit: ${problems.join('; ')}.`);
}
