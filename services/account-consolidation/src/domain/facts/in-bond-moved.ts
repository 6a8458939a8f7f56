import type { Kind } from './kind.ts';

export const inBondMoved: Kind<'InBondMoved'> = {
  keep: (fact, subAccounts) => ({
    date: fact.movedOn,
    port: fact.status === 'DEPARTED' ? fact.originPort : fact.destinationPort,
    carrier: subAccounts.carrier(fact.carrierCode),
    ...(fact.importerOfRecordNumber !== null && { principal: subAccounts.importer(fact.importerOfRecordNumber) }),
    amounts: { movementCount: 1 },
  }),
  forCarrier: () => ({ movementCount: 1 }),
};
