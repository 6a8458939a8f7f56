import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { context, trace } from '@opentelemetry/api';
import { contextOf } from '@landfall/telemetry';
import { ReceiveSubmission, type RawFact, type Received } from '../handlers/receive-submission.ts';
import type { SubmissionStore } from '../needs.ts';
import { LIMITS, SUBMISSION_STORE } from '../tokens.ts';
import { factSchema, ProblemDetails, ReceivedDescription } from './descriptions.ts';
import { jsonFacts } from './json-facts.ts';
import { JSON_TYPE, mediaTypeOf, NDJSON_TYPE, wantsNdjson } from './media-types.ts';
import { ndjsonFacts } from './ndjson-facts.ts';
import { chunksOf, readWhole, type StreamedRequest } from './request-body.ts';
import { send, type Reply } from './send.ts';
import { asJson, asNdjson } from './submission-view.ts';

export type HttpLimits = { readonly maxJsonBytes: number };

const problem = (description: string) => ({ description, type: ProblemDetails });

@ApiTags('transactions')
@Controller('v1/transactions')
export class TransactionsController {
  readonly #handler: ReceiveSubmission;
  readonly #submissions: SubmissionStore;
  readonly #limits: HttpLimits;

  constructor(
    handler: ReceiveSubmission,
    @Inject(SUBMISSION_STORE) submissions: SubmissionStore,
    @Inject(LIMITS) limits: HttpLimits,
  ) {
    this.#handler = handler;
    this.#submissions = submissions;
    this.#limits = limits;
  }

  @Post()
  @ApiOperation({
    summary: 'Takes facts in: one object, an array, or one a line',
    description:
      'Answers only when all in-sync replicas have the accepted facts, with a receipt for every fact. A fact that is refused does not ' +
      'refuse the others. A submission may be repeated as a whole: facts are identified by their content.',
  })
  @ApiConsumes(JSON_TYPE, NDJSON_TYPE)
  @ApiProduces(JSON_TYPE, NDJSON_TYPE)
  @ApiBody({ schema: { oneOf: [factSchema, { type: 'array', items: factSchema }] } })
  @ApiAcceptedResponse({ type: ReceivedDescription })
  @ApiResponse({ status: 400, ...problem('The body is not JSON, or ended early') })
  @ApiResponse({ status: 413, ...problem('The JSON body is too large; application/x-ndjson has no limit') })
  @ApiResponse({ status: 415, ...problem('Neither JSON nor NDJSON in UTF-8') })
  @ApiResponse({
    status: 503,
    ...problem('The log or the store is away: repeat the whole submission after Retry-After seconds'),
  })
  async take(@Req() request: StreamedRequest, @Res() reply: Reply): Promise<void> {
    const received = await inCallersTrace(request, () => this.#receive(request));
    const view = wantsNdjson(request) ? asNdjson : asJson;
    send(reply, 202, view(received, this.#submissions.receipts(received.submissionId)));
  }

  async #receive(request: StreamedRequest): Promise<Received> {
    const mediaType = mediaTypeOf(request);
    return this.#handler.receive(await this.#factsOf(request, mediaType), mediaType);
  }

  async #factsOf(request: StreamedRequest, mediaType: string): Promise<AsyncIterable<RawFact>> {
    if (mediaType === NDJSON_TYPE) return ndjsonFacts(chunksOf(request));
    return jsonFacts(await readWhole(request, this.#limits.maxJsonBytes));
  }
}

/** The caller's trace goes on to Kafka also where this service traces nothing itself. */
function inCallersTrace<T>(request: StreamedRequest, run: () => Promise<T>): Promise<T> {
  return trace.getActiveSpan() === undefined ? context.with(contextOf(request.headers), run) : run();
}
