import { addCells, addTo, cell, type Cells } from '../measures.ts';
import type { Kind } from './kind.ts';

export const exportFiled: Kind<'ExportFiled'> = {
  keep(fact, subAccounts) {
    const lines: Cells = {};
    const amounts = cell({ exportCount: 1 });
    for (const line of fact.lines) {
      const value = cell({ exportValue: line.valueCents });
      addTo(amounts, value);
      addCells(lines, {
        [`chapter:${line.scheduleBNumber.slice(0, 2)}`]: value,
        [`country:${fact.countryOfDestination}`]: value,
      });
    }
    return {
      date: fact.exportDate,
      port: fact.portOfExport,
      principal: subAccounts.exporter(fact.exporterNumber),
      ...(fact.forwarderCode !== null && { broker: subAccounts.broker(fact.forwarderCode) }),
      ...(fact.carrierCode !== null && { carrier: subAccounts.carrier(fact.carrierCode) }),
      amounts,
      lines,
    };
  },
  forBroker: ({ amounts }) => cell({ exportCount: 1, exportValue: amounts.exportValue ?? 0 }),
  forCarrier: () => ({ exportCount: 1 }),
};
