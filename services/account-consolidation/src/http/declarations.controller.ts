import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { isEntryNumber, isInBondNumber, isItn } from '@landfall/customs';
import { Problem } from '@landfall/http';
import type { AccountQueries } from '../needs.ts';
import { ACCOUNT_QUERIES } from '../tokens.ts';
import { declarationView } from './declaration-view.ts';

@ApiTags('declarations')
@Controller('v1/declarations')
export class DeclarationsController {
  readonly #queries: AccountQueries;

  constructor(@Inject(ACCOUNT_QUERIES) queries: AccountQueries) {
    this.#queries = queries;
  }

  @Get(':number')
  @ApiOperation({ summary: 'One declaration: parties, status, totals and the facts that count' })
  @ApiParam({
    name: 'number',
    description: 'Entry number (with or without hyphens), ITN or in-bond number',
    example: 'ABC-1234567-6',
  })
  async declaration(@Param('number') number: string) {
    const key = keyOf(number.replaceAll('-', '').toUpperCase());
    const declaration = key && (await this.#queries.declaration(key));
    if (!declaration) throw new Problem(404, 'DECLARATION_NOT_FOUND', `No fact about ${number} is known.`);
    return declarationView(declaration);
  }
}

function keyOf(number: string): string {
  if (isItn(number)) return `itn:${number}`;
  if (isInBondNumber(number) && !isEntryNumber(number)) return `inbond:${number}`;
  if (isEntryNumber(number)) return `entry:${number}`;
  throw new Problem(
    400,
    'DECLARATION_NUMBER_INVALID',
    `${number} is no entry number (check digit included), ITN or in-bond number.`,
  );
}
