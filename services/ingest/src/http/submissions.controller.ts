import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problem } from '@landfall/http';
import type { SubmissionStore } from '../needs.ts';
import { SUBMISSION_STORE } from '../tokens.ts';
import { ProblemDetails, SubmissionDescription } from './descriptions.ts';
import { JSON_TYPE, NDJSON_TYPE, wantsNdjson } from './media-types.ts';
import type { StreamedRequest } from './request-body.ts';
import { send, type Reply } from './send.ts';
import { asJson, asNdjson } from './submission-view.ts';

@ApiTags('submissions')
@Controller('v1/submissions')
export class SubmissionsController {
  readonly #submissions: SubmissionStore;

  constructor(@Inject(SUBMISSION_STORE) submissions: SubmissionStore) {
    this.#submissions = submissions;
  }

  @Get(':submissionId')
  @ApiOperation({ summary: 'What became of a submission: its state and the receipt of every fact' })
  @ApiProduces(JSON_TYPE, NDJSON_TYPE)
  @ApiOkResponse({ type: SubmissionDescription })
  @ApiResponse({ status: 404, description: 'No such submission, or older than 90 days', type: ProblemDetails })
  async submission(
    @Param('submissionId') submissionId: string,
    @Req() request: StreamedRequest,
    @Res() reply: Reply,
  ): Promise<void> {
    const submission = await this.#submissions.find(submissionId);
    if (submission === undefined)
      throw new Problem(
        404,
        'SUBMISSION_NOT_FOUND',
        `There is no submission ${submissionId}; they are kept for 90 days.`,
      );
    const view = wantsNdjson(request) ? asNdjson : asJson;
    send(reply, 200, view(submission, this.#submissions.receipts(submissionId)));
  }
}
