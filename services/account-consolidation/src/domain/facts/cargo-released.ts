import type { Kind } from './kind.ts';

export const cargoReleased: Kind<'CargoReleased'> = {
  keep: (fact, subAccounts) => ({
    date: fact.releasedOn,
    port: fact.portOfRelease,
    ...(fact.importerOfRecordNumber !== null && { principal: subAccounts.importer(fact.importerOfRecordNumber) }),
    ...(fact.carrierCode !== null && { carrier: subAccounts.carrier(fact.carrierCode) }),
    amounts: { releaseCount: 1 },
  }),
  forCarrier: () => ({ releaseCount: 1 }),
};
