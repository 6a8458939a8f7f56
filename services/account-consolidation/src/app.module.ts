import { Module, type DynamicModule } from '@nestjs/common';
import { brokerSubAccount, carrierSubAccount, exporterSubAccount, importerSubAccount } from '@landfall/customs';
import { OperationsModule, type OperationsOptions } from '@landfall/http';
import type { SubAccounts } from './domain/facts/kind.ts';
import { OnPortTransactions } from './handlers/on-port-transactions.ts';
import { AccountsController } from './http/accounts.controller.ts';
import { DeclarationsController } from './http/declarations.controller.ts';
import { LanesController } from './http/lanes.controller.ts';
import type { AccountQueries, AccountStore, LogEnds } from './needs.ts';
import { ACCOUNT_QUERIES, ACCOUNT_STORE, LOG_ENDS, SUB_ACCOUNTS } from './tokens.ts';

/** What the service needs from outside, already opened. */
export type Adapters = {
  readonly store: AccountStore;
  readonly queries: AccountQueries;
  readonly logEnds: LogEnds;
  readonly operations: OperationsOptions;
  readonly subAccountSecret: string;
};

/** The only place where needs meet adapters. */
@Module({})
export class AppModule {
  static with({ store, queries, logEnds, operations, subAccountSecret }: Adapters): DynamicModule {
    return {
      module: AppModule,
      imports: [OperationsModule.with(operations)],
      controllers: [OnPortTransactions, AccountsController, DeclarationsController, LanesController],
      providers: [
        { provide: ACCOUNT_STORE, useValue: store },
        { provide: ACCOUNT_QUERIES, useValue: queries },
        { provide: LOG_ENDS, useValue: logEnds },
        { provide: SUB_ACCOUNTS, useValue: subAccountsWith(subAccountSecret) },
      ],
    };
  }
}

const subAccountsWith = (secret: string): SubAccounts => ({
  importer: (number) => importerSubAccount(number, secret),
  exporter: exporterSubAccount,
  broker: brokerSubAccount,
  carrier: carrierSubAccount,
});
