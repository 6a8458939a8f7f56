import { setTimeout as sleep } from 'node:timers/promises';

/** What a receipt says of an accepted fact: where it is to be found in port.transactions. */
export type Receipt = {
  readonly status: string;
  readonly eventId: string;
  readonly partition: number;
  readonly offset: number;
};

type Answer = { readonly accepted: number; readonly receipts: readonly Receipt[] };

const PATIENCE_MS = 120_000;
const ANSWER_WITHIN_MS = 20_000;
const PAUSE_MS = 200;

/** Repeats what fails, as a port system does: whoever gets no answer does not know whether it was heard. */
export async function insist<T>(attempt: (number: number) => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let number = 0; ; number++) {
    try {
      return await attempt(number);
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** Submits facts over HTTP to one replica of ingest after the other, until one has answered for all of them. */
export class IngestClient {
  readonly #ports: readonly number[];
  readonly receipts: Receipt[] = [];
  #submissions = 0;

  constructor(ports: readonly number[]) {
    this.#ports = ports;
  }

  async submit(lines: readonly string[]): Promise<void> {
    const first = this.#submissions++;
    const { accepted, receipts } = await insist((number) =>
      post(this.#ports[(first + number) % this.#ports.length]!, lines),
    );
    if (accepted !== lines.length)
      throw new Error(`ingest accepted ${accepted} of ${lines.length} facts of the sample`);
    this.receipts.push(...receipts);
  }
}

async function post(port: number, lines: readonly string[]): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.status !== 202) throw new Error(`ingest answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
