import type { Content, FactOf, FactType } from '../declaration.ts';
import type { About } from '../about.ts';
import type { Cell } from '../measures.ts';

/** How identifiers become sub-accounts; the secret behind social security numbers stays out of the domain. */
export type SubAccounts = {
  importer(number: string): string;
  exporter(number: string): string;
  broker(filerCode: string): string;
  carrier(scac: string): string;
};

/** All that the consolidation knows of one event type. A new type is one new file and one line in the table. */
export type Kind<T extends FactType> = {
  /** What a declaration keeps of the fact. */
  keep(fact: FactOf<T>, subAccounts: SubAccounts): Content;
  /** What it adds to the principal; the fact's own amounts where nothing else is said. */
  forPrincipal?(content: Content, about: About): Cell;
  /** What it adds to the broker; without it the broker's chain refers to the fact and counts nothing. */
  forBroker?(content: Content): Cell;
  /** What it adds to the carrier; without it the fact is none of the carrier's business. */
  forCarrier?(content: Content): Cell;
};
