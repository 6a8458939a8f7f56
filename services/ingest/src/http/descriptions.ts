import { ApiProperty } from '@nestjs/swagger';

const pointer = {
  description: 'RFC 6901 pointer to the field at fault; empty for the whole fact',
  example: '/lines/0/htsusNumber',
};
const code = { description: 'Stable code', example: 'TARIFF_NUMBER_FORM' };

export class ProblemDescription {
  @ApiProperty(code) declare code: string;
  @ApiProperty(pointer) declare pointer: string;
  @ApiProperty({ description: 'What is wrong and what would be right' }) declare reason: string;
  @ApiProperty({ required: false, description: 'Where the rule is written' }) declare citation?: string;
}

export class ReceiptDescription {
  @ApiProperty({ description: "Place among the submission's facts, from 0" }) declare index: number;
  @ApiProperty({ enum: ['accepted', 'rejected'] }) declare status: string;
  @ApiProperty({ required: false, description: 'Identity of an accepted fact (docs/facts.md)' })
  declare eventId?: string;
  @ApiProperty({ required: false, example: 'entry:ABC12345676' }) declare declaration?: string;
  @ApiProperty({ required: false, description: 'Partition of port.transactions' }) declare partition?: number;
  @ApiProperty({ required: false, description: 'Offset in it' }) declare offset?: number;
  @ApiProperty({ required: false, ...code }) declare code?: string;
  @ApiProperty({ required: false, ...pointer }) declare pointer?: string;
  @ApiProperty({ required: false, description: 'What is wrong with a rejected fact and what would be right' })
  declare reason?: string;
  @ApiProperty({ required: false, type: [ProblemDescription], description: 'All problems found, at most 20' })
  declare problems?: ProblemDescription[];
}

export class ReceivedDescription {
  @ApiProperty({ format: 'uuid' }) declare submissionId: string;
  @ApiProperty() declare accepted: number;
  @ApiProperty() declare rejected: number;
  @ApiProperty({ type: [ReceiptDescription], description: 'One for every fact, in their order' })
  declare receipts: ReceiptDescription[];
}

export class SubmissionDescription extends ReceivedDescription {
  @ApiProperty({
    enum: ['receiving', 'received', 'failed'],
    description: 'failed: not all was acknowledged; the sender may repeat the whole submission',
  })
  declare status: string;
  @ApiProperty() declare mediaType: string;
  @ApiProperty({ format: 'date-time' }) declare receivedAt: string;
  @ApiProperty({ format: 'date-time', required: false }) declare finishedAt?: string;
}

export class ProblemDetails {
  @ApiProperty() declare type: string;
  @ApiProperty() declare title: string;
  @ApiProperty() declare status: number;
  @ApiProperty(code) declare code: string;
  @ApiProperty() declare detail: string;
}

/** What a fact looks like, as far as it is the same for all twelve. */
export const factSchema = {
  type: 'object',
  required: ['type', 'occurredAt', 'source', 'senderReference'],
  additionalProperties: true,
  description: 'A fact in its JSON form (docs/facts.md); the fields of each type are those of schemas/transactions.',
  properties: {
    type: { type: 'string', example: 'DutyPaid' },
    occurredAt: { type: 'string', format: 'date-time', example: '2026-01-20T15:00:00.000Z' },
    source: { type: 'string', example: 'port-2704' },
    senderReference: { type: 'string', example: 'P-1' },
  },
};
