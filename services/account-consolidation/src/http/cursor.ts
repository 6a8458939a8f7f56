import { Problem } from '@landfall/http';
import { z } from 'zod';

const shape = z.object({
  direction: z.enum(['older', 'newer']),
  from: z.record(z.string().max(100), z.number().int().min(0)),
});

/** Where a page of activities goes on: a direction, and one sequence number a lane, so that a late lane is never skipped. */
export type Cursor = z.infer<typeof shape>;

export const encodeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

export function decodeCursor(text: string): Cursor {
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new Problem(400, 'CURSOR_INVALID', 'The cursor is none that this service gave out; begin again without one.');
  }
}
