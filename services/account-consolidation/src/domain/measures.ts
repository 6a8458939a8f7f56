/** Everything that figures count; amounts are U.S. cents, counts are whole numbers (docs/figures.md). */
export const measures = [
  'entryCount',
  'cancelledCount',
  'releaseCount',
  'examinationCount',
  'liquidationCount',
  'declarationCount',
  'exportCount',
  'departureCount',
  'movementCount',
  'enteredValue',
  'exportValue',
  'dutyOwed',
  'feesOwed',
  'taxesOwed',
  'interestOwed',
  'dutyPaid',
  'feesPaid',
  'taxesPaid',
  'interestPaid',
  'dutyRefunded',
  'feesRefunded',
  'taxesRefunded',
  'interestRefunded',
  'billedTotal',
] as const;

export type Measure = (typeof measures)[number];

/** Amounts by measure; a measure that is 0 is left out. */
export type Cell = Partial<Record<Measure, number>>;

/** Cells by name: `all`, `month:2026-01`, `port:2704`, `chapter:84`, `country:CN`, `status:released`. */
export type Cells = Record<string, Cell>;

export function addTo(target: Cell, added: Cell, sign: 1 | -1 = 1): void {
  for (const measure in added) {
    const name = measure as Measure;
    const sum = (target[name] ?? 0) + sign * (added[name] ?? 0);
    if (sum === 0) delete target[name];
    else target[name] = sum;
  }
}

export function addCells(target: Cells, added: Cells, sign: 1 | -1 = 1): void {
  for (const name in added) {
    const sum = (target[name] ??= {});
    addTo(sum, added[name]!, sign);
    if (isEmpty(sum)) delete target[name];
  }
}

const isEmpty = (amounts: Cell): boolean => {
  for (const _ in amounts) return false;
  return true;
};

/** A cell of the given amounts, without zeros. */
export function cell(amounts: Cell): Cell {
  const kept: Cell = {};
  addTo(kept, amounts);
  return kept;
}

export function sameCells(a: Cells, b: Cells): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => b[name] !== undefined && sameCell(a[name]!, b[name]))
  );
}

function sameCell(a: Cell, b: Cell): boolean {
  const names = Object.keys(a) as Measure[];
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
