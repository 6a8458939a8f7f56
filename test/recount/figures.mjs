// Reads docs/figures.md and nothing else: what one declaration's facts contribute, computed once from all of them.
import { importerSubAccount } from './sub-accounts.mjs';
import { highest } from './identity.mjs';

/**
 * Contributions of a declaration, as [sub-account, cell, measures].
 * `identified` are its distinct facts as `identify` gives them.
 */
export function contributionsOf(identified, options) {
  const bySeries = Map.groupBy(identified, ({ series }) => series);
  const counting = new Map([...bySeries].map(([series, versions]) => [series, highest(versions).fact]));
  const [kind] = identified[0].declaration.split(':', 1);
  return { entry: ofEntry, itn: ofExport, inbond: ofMovement }[kind]({ identified, counting, options });
}

const summaryTypes = ['EntrySummaryFiled', 'EntrySummaryCorrected'];

function ofEntry({ identified, counting, options }) {
  const naming = highest(identified.filter(({ fact }) => summaryTypes.includes(fact.type)))?.fact;
  const release = counting.get('release');
  const inSummarySeries = counting.get('summary');
  const cancelled = inSummarySeries?.type === 'EntryCancelled';
  const entry = {
    naming,
    cancelled,
    summary: cancelled ? undefined : inSummarySeries,
    principal: importerSubAccount(firstToName('importerOfRecordNumber', [naming, release]), options) ?? 'unattributed',
    broker: `broker:${identified[0].declaration.slice('entry:'.length, 'entry:'.length + 3)}`,
    carrier: carrierSubAccount(firstToName('carrierCode', [naming, release])),
  };
  return [
    ...[...counting.values()].flatMap((fact) => entryFacts[fact.type](fact, entry)),
    ...statuses(entry.principal, cancelled ? [['cancelled', inSummarySeries]] : milestonesOf(counting)),
  ];
}

const milestonesOf = (counting) => [
  ['filed', counting.get('summary')],
  ['released', counting.get('release')],
  ['liquidated', counting.get('liquidation')],
];

const entryFacts = {
  EntrySummaryFiled: summary,
  EntrySummaryCorrected: summary,
  EntryCancelled: (fact, entry) =>
    spread(entry.principal, fact.cancelledOn, entry.naming?.portOfEntry, { cancelledCount: 1 }),
  CargoReleased: (fact, { principal, carrier }) => [
    ...spread(principal, fact.releasedOn, fact.portOfRelease, { releaseCount: 1 }),
    ...spread(carrier, fact.releasedOn, fact.portOfRelease, { releaseCount: 1 }),
  ],
  ExaminationCompleted: (fact, { principal }) =>
    spread(principal, fact.completedOn, fact.port, { examinationCount: 1 }),
  DutyPaid: (fact, entry) =>
    spread(entry.principal, fact.paidOn, entry.naming?.portOfEntry, byKind('Paid', fact.amounts)),
  RefundIssued: (fact, entry) =>
    spread(entry.principal, fact.issuedOn, entry.naming?.portOfEntry, byKind('Refunded', fact.amounts)),
  BillIssued: (fact, entry) => {
    const owed = fact.purpose === 'LIQUIDATION_INCREASE' ? {} : byKind('Owed', fact.amounts);
    const billedTotal = kinds.reduce((sum, kind) => sum + fact.amounts[`${kind}Cents`], 0);
    return spread(entry.principal, fact.issuedOn, entry.naming?.portOfEntry, { billedTotal, ...owed });
  },
  EntryLiquidated: (fact, entry) => {
    const owed = entry.cancelled ? {} : assessedBeyond(entry.summary, fact.assessed);
    return spread(entry.principal, fact.liquidatedOn, entry.naming?.portOfEntry, { liquidationCount: 1, ...owed });
  },
};

function summary(fact, { principal, broker, carrier }) {
  const enteredValue = total(fact.lines, ({ enteredValueCents }) => enteredValueCents);
  const whole = { entryCount: 1, enteredValue, ...chargesOf(fact) };
  return [
    ...spread(principal, fact.entryDate, fact.portOfEntry, whole),
    ...fact.lines.flatMap((line) => {
      const measures = {
        enteredValue: line.enteredValueCents,
        dutyOwed: line.dutyCents,
        feesOwed: total(line.fees ?? [], amountOf),
        taxesOwed: line.taxesCents,
      };
      return [
        [principal, `chapter:${line.htsusNumber.slice(0, 2)}`, measures],
        [principal, `country:${line.countryOfOrigin}`, measures],
      ];
    }),
    ...spread(broker, fact.entryDate, fact.portOfEntry, { entryCount: 1, enteredValue }),
    ...spread(carrier, fact.entryDate, fact.portOfEntry, { entryCount: 1 }),
  ];
}

const chargesOf = ({ lines, headerFees = [] }) => ({
  dutyOwed: total(lines, ({ dutyCents }) => dutyCents),
  feesOwed: total(lines, ({ fees = [] }) => total(fees, amountOf)) + total(headerFees, amountOf),
  taxesOwed: total(lines, ({ taxesCents }) => taxesCents),
});

function assessedBeyond(summaryFact, assessed) {
  const estimate = summaryFact === undefined ? { dutyOwed: 0, feesOwed: 0, taxesOwed: 0 } : chargesOf(summaryFact);
  return {
    dutyOwed: assessed.dutyCents - estimate.dutyOwed,
    feesOwed: assessed.feesCents - estimate.feesOwed,
    taxesOwed: assessed.taxesCents - estimate.taxesOwed,
    interestOwed: assessed.interestCents,
  };
}

function ofExport({ counting }) {
  const filing = counting.get('filing');
  const departure = counting.get('departure');
  const principal = filing === undefined ? 'unattributed' : `exporter:${filing.exporterNumber}`;
  const carrier = carrierSubAccount(filing?.carrierCode ?? departure?.carrierCode);
  return [
    ...(filing === undefined ? [] : exportFiling(filing, principal, carrier)),
    ...(departure === undefined
      ? []
      : [principal, carrier].flatMap((node) =>
          spread(node, departure.departedOn, departure.portOfExport, { departureCount: 1 }),
        )),
    ...statuses(principal, [
      ['export-filed', filing],
      ['export-departed', departure],
    ]),
  ];
}

function exportFiling(fact, principal, carrier) {
  const { exportDate, portOfExport, lines, forwarderCode } = fact;
  const exportValue = total(lines, ({ valueCents }) => valueCents);
  const broker = forwarderCode === undefined || forwarderCode === null ? undefined : `broker:${forwarderCode}`;
  return [
    ...spread(principal, exportDate, portOfExport, { exportCount: 1, exportValue }),
    ...lines.map(({ scheduleBNumber, valueCents }) => [
      principal,
      `chapter:${scheduleBNumber.slice(0, 2)}`,
      { exportValue: valueCents },
    ]),
    [principal, `country:${fact.countryOfDestination}`, { exportValue }],
    ...spread(broker, exportDate, portOfExport, { exportCount: 1, exportValue }),
    ...spread(carrier, exportDate, portOfExport, { exportCount: 1 }),
  ];
}

function ofMovement({ counting, options }) {
  const inOrder = ['EXPORTED', 'ARRIVED', 'DEPARTED'].map((status) => counting.get(`movement/${status}`));
  const principal = importerSubAccount(firstToName('importerOfRecordNumber', inOrder), options);
  const carrier = carrierSubAccount(firstToName('carrierCode', inOrder));
  const [exported, arrived, departed] = inOrder;
  return [
    ...[...counting.values()].flatMap((fact) => {
      const port = fact.status === 'DEPARTED' ? fact.originPort : fact.destinationPort;
      return [principal, carrier].flatMap((node) => spread(node, fact.movedOn, port, { movementCount: 1 }));
    }),
    ...statuses(principal, [
      ['in-bond-departed', departed],
      ['in-bond-arrived', arrived],
      ['in-bond-exported', exported],
    ]),
  ];
}

/** What the first of several facts that has the field says; some of the facts may be missing. */
const firstToName = (field, facts) =>
  facts.map((fact) => fact?.[field]).find((value) => value !== undefined && value !== null);

/** The same measures in the total, the month and, where there is one, the port; nothing where there is no such party. */
function spread(node, date, port, measures) {
  if (node === undefined) return [];
  const cells = ['all', `month:${date.slice(0, 7)}`, ...(port === undefined ? [] : [`port:${port}`])];
  return cells.map((cell) => [node, cell, measures]);
}

/** Each milestone that is present counts in its status and is taken out of the one below. */
function statuses(node, ladder) {
  if (node === undefined) return [];
  const present = ladder.filter(([, fact]) => fact !== undefined).map(([status]) => status);
  return present.flatMap((status, index) => [
    [node, `status:${status}`, { declarationCount: 1 }],
    ...(index === 0 ? [] : [[node, `status:${present[index - 1]}`, { declarationCount: -1 }]]),
  ]);
}

const kinds = ['duty', 'fees', 'taxes', 'interest'];

const byKind = (suffix, amounts) => Object.fromEntries(kinds.map((kind) => [kind + suffix, amounts[`${kind}Cents`]]));

const carrierSubAccount = (code) => (code === undefined || code === null ? undefined : `carrier:${code}`);

const total = (items, of) => items.reduce((sum, item) => sum + of(item), 0);

const amountOf = ({ amountCents }) => amountCents;
