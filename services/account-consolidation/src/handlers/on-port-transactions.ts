import { Controller, Inject } from '@nestjs/common';
import { topics } from '@landfall/events';
import { BatchHandler, type Batch, type Handled } from '@landfall/messaging';
import { consolidate } from '../domain/consolidate.ts';
import type { SubAccounts } from '../domain/facts/kind.ts';
import { laneName } from '../domain/lane-name.ts';
import { readFact } from '../domain/read-facts.ts';
import { touchedBy } from '../domain/touched.ts';
import type { AccountStore } from '../needs.ts';
import { ACCOUNT_STORE, SUB_ACCOUNTS } from '../tokens.ts';

/** Facts in, changes out: load what the batch touches, fold it, hand it to the store as one transaction. */
@Controller()
export class OnPortTransactions {
  readonly #accounts: AccountStore;
  readonly #subAccounts: SubAccounts;

  constructor(@Inject(ACCOUNT_STORE) accounts: AccountStore, @Inject(SUB_ACCOUNTS) subAccounts: SubAccounts) {
    this.#accounts = accounts;
    this.#subAccounts = subAccounts;
  }

  @BatchHandler(topics.portTransactions)
  async handle(batch: Batch): Promise<Handled> {
    const facts = batch.records.map((record) => readFact(record, this.#subAccounts));
    const before = await this.#accounts.load(batch.lane, touchedBy(batch.lane, facts));
    const changes = consolidate(laneName(topics.portTransactions, batch.partition), before, facts);
    const taken = firstPart(batch, changes.taken);
    await this.#accounts.save(taken, changes);
    return { nextOffset: taken.nextOffset };
  }
}

/** The batch without what the fold has left for the next one. */
function firstPart(batch: Batch, taken: number): Batch {
  if (taken === batch.records.length) return batch;
  const records = batch.records.slice(0, taken);
  return { ...batch, records, nextOffset: records.at(-1)!.offset + 1 };
}
