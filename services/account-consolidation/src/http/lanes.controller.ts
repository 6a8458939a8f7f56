import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AccountQueries, LogEnds } from '../needs.ts';
import { ACCOUNT_QUERIES, LOG_ENDS } from '../tokens.ts';

@ApiTags('operations')
@Controller('v1/lanes')
export class LanesController {
  readonly #queries: AccountQueries;
  readonly #logEnds: LogEnds;

  constructor(@Inject(ACCOUNT_QUERIES) queries: AccountQueries, @Inject(LOG_ENDS) logEnds: LogEnds) {
    this.#queries = queries;
    this.#logEnds = logEnds;
  }

  @Get()
  @ApiOperation({ summary: 'Every lane: where it stands, where its log ends, and what became of its facts' })
  async lanes() {
    const [lanes, ends] = await Promise.all([this.#queries.lanes(), this.#logEnds()]);
    return {
      lanes: [...ends].map(([lane, endOffset]) => {
        const state = lanes.find((known) => known.lane === lane);
        const { nextOffset = 0, applied = 0, duplicates = 0, conflicts = 0, quarantined = 0 } = state ?? {};
        return { lane, nextOffset, endOffset, applied, duplicates, conflicts, quarantined };
      }),
    };
  }
}
