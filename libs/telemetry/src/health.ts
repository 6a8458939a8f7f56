import { masked } from './redaction.ts';

export type HealthReport = {
  readonly status: 'up' | 'down';
  readonly checks: Readonly<
    Record<string, { readonly status: 'up' } | { readonly status: 'down'; readonly reason: string }>
  >;
};

/** Asks everything at once and gives each the same time; a check passes when its promise does. */
export async function checkHealth(
  checks: Readonly<Record<string, () => Promise<unknown>>>,
  timeoutMs = 3_000,
): Promise<HealthReport> {
  const entries = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await outcomeOf(check, timeoutMs)] as const),
  );
  return {
    status: entries.every(([, { status }]) => status === 'up') ? 'up' : 'down',
    checks: Object.fromEntries(entries),
  };
}

async function outcomeOf(check: () => Promise<unknown>, timeoutMs: number): Promise<HealthReport['checks'][string]> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  try {
    await Promise.race([check(), late.promise]);
    return { status: 'up' };
  } catch (error) {
    return { status: 'down', reason: masked(error instanceof Error ? error.message : String(error)) };
  } finally {
    clearTimeout(timer);
  }
}
