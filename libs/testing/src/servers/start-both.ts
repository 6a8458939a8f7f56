import type { RunningServer } from './kafka.ts';

/** Starting servers; those that are not wanted are undefined. */
export type Starting = {
  readonly kafka?: Promise<RunningServer> | undefined;
  readonly mongodb?: Promise<RunningServer> | undefined;
};
export type Started = { readonly kafka?: RunningServer; readonly mongodb?: RunningServer };

/** Waits for both; when one does not start, the other is stopped before its error is thrown. */
export async function startBoth({ kafka, mongodb }: Starting): Promise<Started> {
  const servers = [kafka, mongodb].filter((server) => server !== undefined);
  const outcomes = await Promise.allSettled(servers);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused !== undefined) {
    await Promise.all(
      outcomes.map(async (outcome) => (outcome.status === 'fulfilled' ? outcome.value.stop() : undefined)),
    );
    throw refused.reason;
  }
  return { ...(kafka && { kafka: await kafka }), ...(mongodb && { mongodb: await mongodb }) };
}
