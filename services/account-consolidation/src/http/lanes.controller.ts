import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { lanesOf, topics } from '@landfall/events';
import { Problem } from '@landfall/http';
import type { AccountQueries, LogEnds } from '../needs.ts';
import { ACCOUNT_QUERIES, LOG_ENDS } from '../tokens.ts';
import { quarantineView, readQuarantineQuery } from './quarantine-view.ts';

const known = new Set(lanesOf(topics.portTransactions));

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
        const state = lanes.find((one) => one.lane === lane);
        const {
          nextOffset = 0,
          applied = 0,
          duplicates = 0,
          conflicts = 0,
          quarantined = 0,
          settled = 0,
        } = state ?? {};
        return { lane, nextOffset, endOffset, applied, duplicates, conflicts, quarantined, settled };
      }),
    };
  }

  @Get(':lane/quarantine')
  @ApiOperation({
    summary: 'Records of a lane that were set aside, in order of offset, with code and reason and without their bytes',
    description: 'Bytes are shown by `landfall quarantine show`, and by port.transactions.dead-letters.',
  })
  @ApiParam({ name: 'lane', description: 'As /v1/lanes names it, encoded', example: 'port.transactions@1%2F3' })
  @ApiQuery({ name: 'open', required: false, description: 'true: not settled by a replay yet; false: settled' })
  @ApiQuery({ name: 'after', required: false, description: "Only offsets above this one: the last answer's `next`" })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 500; 50 by default' })
  async quarantine(@Param('lane') lane: string, @Query() query: unknown) {
    if (!known.has(lane))
      throw new Problem(404, 'LANE_NOT_FOUND', `There is no lane ${lane.slice(0, 100)}; /v1/lanes names all.`);
    return quarantineView(lane, await this.#queries.quarantine({ lane, ...readQuarantineQuery(query) }));
  }
}
