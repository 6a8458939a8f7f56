import type { Kind } from './kind.ts';

export const exportDeparted: Kind<'ExportDeparted'> = {
  keep: (fact, subAccounts) => ({
    date: fact.departedOn,
    port: fact.portOfExport,
    ...(fact.carrierCode !== null && { carrier: subAccounts.carrier(fact.carrierCode) }),
    amounts: { departureCount: 1 },
  }),
  forCarrier: () => ({ departureCount: 1 }),
};
