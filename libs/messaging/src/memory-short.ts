import { LandfallError } from '@landfall/errors';

/** Of Node, of zlib and of zstd. An array buffer that cannot be had has no code, only V8's message. */
const CODES: ReadonlySet<unknown> = new Set([
  'ERR_MEMORY_ALLOCATION_FAILED',
  'ERR_OUT_OF_MEMORY',
  'ERR_ZLIB_INITIALIZATION_FAILED',
  'Z_MEM_ERROR',
  'ZSTD_error_memory_allocation',
]);
const MESSAGE = 'Array buffer allocation failed';

/** Whether an error says that this process got no memory, which is nothing against the bytes that it was reading. */
export function isMemoryShort(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { message, code } = error as { message?: unknown; code?: unknown };
  return message === MESSAGE || CODES.has(code);
}

export const memoryShort = (cause: unknown): LandfallError =>
  new LandfallError('MEMORY_SHORT', 'There was no memory to read a batch of records.', {
    retryable: true,
    cause,
    hint: 'It is fetched again. If it stays so, give the service more memory, or less of the topic: more replicas.',
  });
