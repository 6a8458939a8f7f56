import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Problem } from '@landfall/http';
import type { AccountQueries, ActivityPage } from '../needs.ts';
import { ACCOUNT_QUERIES } from '../tokens.ts';
import { readActivitiesQuery } from './activities-query.ts';
import { activityView } from './activity-view.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { pictureOf, type Picture } from './picture.ts';

const NODE_ID = /^(unattributed|(importer|exporter|broker|carrier):[A-Za-z0-9-]{2,60})$/;
const idParam = ApiParam({ name: 'id', description: 'Type-prefixed identifier', example: 'importer:12-345678900' });

/** One consolidated, nationwide picture. An account is one sub-account until account trees arrive. */
@ApiTags('accounts')
@Controller('v1')
export class AccountsController {
  readonly #queries: AccountQueries;

  constructor(@Inject(ACCOUNT_QUERIES) queries: AccountQueries) {
    this.#queries = queries;
  }

  @Get('sub-accounts/:id')
  @ApiOperation({
    summary: 'Figures of one sub-account: totals, balance, by status, month, port, HTSUS chapter and country',
  })
  @idParam
  async subAccount(@Param('id') id: string): Promise<Picture> {
    const figures = await this.#queries.figures(known(id));
    if (figures === undefined) throw notFound(id);
    return pictureOf(id, figures);
  }

  @Get('accounts/:id')
  @ApiOperation({ summary: 'The picture of an account: the sum over its nodes, here one sub-account' })
  @idParam
  account(@Param('id') id: string): Promise<Picture> {
    return this.subAccount(id);
  }

  @Get('accounts/:id/activities')
  @ApiOperation({ summary: 'The activity log of an account, newest first' })
  @idParam
  @ApiQuery({ name: 'cursor', required: false, description: 'From an earlier answer; leads on in its direction' })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 500; 50 by default' })
  @ApiQuery({ name: 'type', required: false, description: 'Only this event type, such as DutyPaid' })
  @ApiQuery({ name: 'port', required: false, description: 'Only facts of this port (Schedule D)' })
  @ApiQuery({ name: 'declaration', required: false, description: 'Only facts about this declaration' })
  @ApiQuery({ name: 'kind', required: false, description: 'posted, reversed or noted' })
  async activities(@Param('id') id: string, @Query() query: unknown) {
    const { cursor, limit, type, ...filter } = readActivitiesQuery(query);
    const place = cursor === undefined ? undefined : decodeCursor(cursor);
    const page = await this.#queries.activities({
      node: known(id),
      limit,
      direction: place?.direction ?? 'older',
      from: place?.from,
      filter: { ...filter, factType: type },
    });
    if (place === undefined && page.activities.length === 0 && !page.hasOlder) throw notFound(id);
    return { account: id, activities: page.activities.map(activityView), ...cursorsOf(page) };
  }
}

const cursorsOf = ({ older, newer, hasOlder }: ActivityPage) => ({
  older: hasOlder ? encodeCursor({ direction: 'older', from: older }) : null,
  newer: encodeCursor({ direction: 'newer', from: newer }),
});

function known(id: string): string {
  if (NODE_ID.test(id)) return id;
  throw new Problem(
    400,
    'ACCOUNT_ID_INVALID',
    'An account id is type-prefixed: importer:12-345678900, exporter:…, broker:ABC or carrier:MAEU.',
  );
}

const notFound = (id: string): Problem =>
  new Problem(
    404,
    'ACCOUNT_NOT_FOUND',
    `No fact has named ${id} yet. Facts show here a moment after ingest has accepted them.`,
  );
