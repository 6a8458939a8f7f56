import type { Readable } from 'node:stream';
import { Problem } from '@landfall/http';

/** A request whose body has not been read: the content type parsers hand it on as it is. */
export type StreamedRequest = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: Readable;
};

/** The body as it arrives. Leaving the loop early keeps the connection, on which the answer still has to go out. */
export async function* chunksOf({ raw }: StreamedRequest): AsyncGenerator<Buffer> {
  const chunks = raw.iterator({ destroyOnReturn: false });
  for (;;) {
    const next = await chunks.next().catch((cause: unknown) => {
      throw new Problem(400, 'REQUEST_ABORTED', 'The request ended before its body did.', {
        cause: (cause as { code?: string }).code,
      });
    });
    if (next.done) return;
    yield next.value as Buffer;
  }
}

/** @throws Problem 413 BODY_TOO_LARGE, before more than the limit is held */
export async function readWhole(request: StreamedRequest, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (maxBytes: number): Problem =>
  new Problem(
    413,
    'BODY_TOO_LARGE',
    `A JSON body may have ${maxBytes} bytes; send more facts as application/x-ndjson, one a line, without a limit.`,
  );
