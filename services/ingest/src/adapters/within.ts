import type { LandfallError } from '@landfall/errors';

/** How long a sender waits for a server that does not answer before it is told to come again; the clients try far longer. */
export const PATIENCE_MS = 15_000;

/** The answer, or the error when none has come in time. What was asked goes on and is no longer looked at. */
export async function within<T>(milliseconds: number, asked: Promise<T>, late: () => LandfallError): Promise<T> {
  const waiting = Promise.withResolvers<never>();
  const timer = setTimeout(() => waiting.reject(late()), milliseconds);
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, waiting.promise]);
  } finally {
    clearTimeout(timer);
  }
}
