import type { StartedService } from '@landfall/testing';

export type Answer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: { readonly code?: string; readonly accepted?: number; readonly rejected?: number };
};

/** Sends facts in as one submission. */
export async function submit({ url }: StartedService, facts: readonly unknown[]): Promise<Answer> {
  const response = await fetch(`${url}/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${facts.map((fact) => JSON.stringify(fact)).join('\n')}\n`,
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as Answer['body'],
  };
}
