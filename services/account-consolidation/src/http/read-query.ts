import { Problem } from '@landfall/http';
import type { z } from 'zod';

/** A request's query in the form of a schema; a problem names every parameter that does not fit. */
export function readQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Problem(400, 'QUERY_INVALID', `The query does not fit: ${problems.join('; ')}.`);
}
