import type { Cell, Cells } from '../domain/measures.ts';
import type { NodeFigures } from '../needs.ts';

/** Money of one kind in U.S. cents; outstanding is owed less paid plus refunded. */
type Balance = { owed: number; paid: number; refunded: number; outstanding: number };

const moneyKinds = ['duty', 'fees', 'taxes', 'interest'] as const;

/** The consolidated picture of one node, as the API shows it (docs/figures.md). */
export function pictureOf(node: string, { cells, activityCount, asOf }: NodeFigures) {
  const totals = cells['all'] ?? {};
  return {
    id: node,
    kind: node.split(':')[0]!,
    currency: 'USD',
    unit: 'cents',
    activityCount,
    totals,
    balance: balanceOf(totals),
    declarationsByStatus: Object.fromEntries(
      group(cells, 'status').map(([status, cell]) => [status, cell.declarationCount ?? 0]),
    ),
    byMonth: rows(cells, 'month'),
    byPort: rows(cells, 'port'),
    byChapter: rows(cells, 'chapter'),
    byCountry: rows(cells, 'country'),
    asOf,
  };
}

export type Picture = ReturnType<typeof pictureOf>;

function balanceOf(totals: Cell): Record<(typeof moneyKinds)[number] | 'total', Balance> {
  const kinds = moneyKinds.map(
    (kind) => [kind, balance(totals[`${kind}Owed`], totals[`${kind}Paid`], totals[`${kind}Refunded`])] as const,
  );
  const sum = (part: keyof Balance): number => kinds.reduce((total, [, amounts]) => total + amounts[part], 0);
  const total = { owed: sum('owed'), paid: sum('paid'), refunded: sum('refunded'), outstanding: sum('outstanding') };
  return { ...(Object.fromEntries(kinds) as Record<(typeof moneyKinds)[number], Balance>), total };
}

const balance = (owed = 0, paid = 0, refunded = 0): Balance => ({
  owed,
  paid,
  refunded,
  outstanding: owed - paid + refunded,
});

const rows = (cells: Cells, dimension: string) =>
  group(cells, dimension).map(([name, cell]) => ({ [dimension]: name, ...cell }));

/** The cells of one dimension by name, in order of name. */
const group = (cells: Cells, dimension: string): [string, Cell][] =>
  Object.entries(cells)
    .filter(([name]) => name.startsWith(`${dimension}:`))
    .map(([name, cell]): [string, Cell] => [name.slice(dimension.length + 1), cell])
    .sort(([a], [b]) => (a < b ? -1 : 1));
