import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { LandfallError } from '@landfall/errors';
import type { Logger } from '@landfall/telemetry';
import { problemBody, type ProblemBody } from './problem.ts';

type Reply = {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
  sent?: boolean;
};

/** Every failure of a request as problem details; what is not meant for the caller goes to the log only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: Pick<Logger, 'error'>;

  constructor(logger: Pick<Logger, 'error'>) {
    this.#logger = logger;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<Reply>();
    if (reply.sent) return;
    const body = this.#bodyOf(error);
    if (body.status === 503) reply.header('retry-after', '5');
    reply.status(body.status).header('content-type', 'application/problem+json').send(JSON.stringify(body));
  }

  #bodyOf(error: unknown): ProblemBody {
    if (error instanceof HttpException) return fromHttp(error);
    if (error instanceof LandfallError && error.retryable) {
      return problemBody(503, error.code, 'The service cannot reach what it depends on; try again in a moment.');
    }
    const status = statusOf(error);
    if (status !== undefined)
      return problemBody(
        status,
        'REQUEST_REFUSED',
        error instanceof Error ? error.message : 'The request was refused.',
      );
    this.#logger.error({ err: error }, 'a request failed');
    return problemBody(500, 'INTERNAL_ERROR', 'Something went wrong on our side; it has been logged.');
  }
}

function fromHttp(error: HttpException): ProblemBody {
  const response = error.getResponse();
  if (typeof response === 'object' && 'code' in response && 'detail' in response) return response as ProblemBody;
  const status = error.getStatus();
  return problemBody(status, status === 404 ? 'NOT_FOUND' : 'REQUEST_REFUSED', error.message);
}

/** Fastify's own refusals (malformed JSON, body too large) carry a 4xx status code. */
function statusOf(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
