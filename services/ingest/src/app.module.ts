import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { OperationsModule, type OperationsOptions } from '@landfall/http';
import { OnPortTransactionsInbound } from './handlers/on-port-transactions-inbound.ts';
import { ReceiveSubmission } from './handlers/receive-submission.ts';
import { SubmissionsController } from './http/submissions.controller.ts';
import { TransactionsController, type HttpLimits } from './http/transactions.controller.ts';
import type { FactPublisher, InboundStore, SubmissionStore } from './needs.ts';
import { CLOCK, FACT_PUBLISHER, INBOUND_STORE, LIMITS, SUBMISSION_STORE } from './tokens.ts';

/** What the service needs from outside, already opened. */
export type Adapters = {
  readonly publisher: FactPublisher;
  readonly submissions: SubmissionStore;
  readonly inbound: InboundStore;
  readonly operations: OperationsOptions;
  readonly limits: HttpLimits;
};

const now = (): Date => new Date();

/** The only place where needs meet adapters. */
@Module({})
export class AppModule {
  static with({ publisher, submissions, inbound, operations, limits }: Adapters): DynamicModule {
    return {
      module: AppModule,
      imports: [OperationsModule.with(operations)],
      controllers: [TransactionsController, SubmissionsController, OnPortTransactionsInbound],
      providers: [
        { provide: FACT_PUBLISHER, useValue: publisher },
        { provide: SUBMISSION_STORE, useValue: submissions },
        { provide: INBOUND_STORE, useValue: inbound },
        { provide: CLOCK, useValue: now },
        { provide: LIMITS, useValue: limits },
        {
          provide: ReceiveSubmission,
          useValue: new ReceiveSubmission({ publisher, submissions, now, newId: randomUUID }),
        },
      ],
    };
  }
}
