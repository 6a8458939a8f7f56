import { dollars, indent, table, whole, type Column } from './table.ts';

type Amounts = Readonly<Record<string, number>>;
type Row = Readonly<Record<string, string | number>>;
type Balance = {
  readonly owed: number;
  readonly paid: number;
  readonly refunded: number;
  readonly outstanding: number;
};

/** What account-consolidation answers for an account (its OpenAPI has it all); money in U.S. cents. */
export type Picture = {
  readonly id: string;
  readonly activityCount: number;
  readonly totals: Amounts;
  readonly balance: Readonly<Record<'duty' | 'fees' | 'taxes' | 'interest' | 'total', Balance>>;
  readonly declarationsByStatus: Amounts;
  readonly byMonth: readonly Row[];
  readonly byPort: readonly Row[];
  readonly byChapter: readonly Row[];
  readonly byCountry: readonly Row[];
};

export type PictureNames = {
  readonly company: string;
  readonly industry: string;
  /** Name of a port by its Schedule D code. */
  readonly portName: (code: string) => string | undefined;
};

const MOST_ROWS = 6;

/** An account's picture as a customs officer reads it. */
export function pictureText(picture: Picture, names: PictureNames): string {
  const country = new Intl.DisplayNames('en-US', { type: 'region' });
  const described = (code: string, name: string | undefined) => (name === undefined ? code : `${code} ${name}`);
  const sections = [
    `${names.company} (${names.industry})\n${idInWords(picture.id)} · ${whole(picture.activityCount)} activities in its log`,
    section('Declarations', table([{ head: '' }, right('')], statuses(picture.declarationsByStatus))),
    section('Account balance', balances(picture.balance)),
    section(
      'By month',
      volumes('month', picture.byMonth, (month) => month),
    ),
    section(
      'Ports of entry',
      greatest('port', picture.byPort, (code) => described(code, names.portName(code))),
    ),
    section(
      'Merchandise (HTSUS chapter)',
      greatest('chapter', picture.byChapter, (code) => described(code, chapters[code])),
    ),
    section(
      'Countries of origin, of destination for exports',
      greatest('country', picture.byCountry, (code) => described(code, country.of(code))),
    ),
  ];
  return sections.filter(Boolean).join('\n\n');
}

const right = (head: string): Column => ({ head, align: 'right' });
const section = (title: string, body: string): string => (body === '' ? '' : `${title}\n${indent(body)}`);

function idInWords(id: string): string {
  const [kind = '', number = ''] = id.split(':');
  const kinds: Readonly<Record<string, string>> = {
    importer: 'Importer of record',
    exporter: 'Exporter',
    broker: 'Broker',
    carrier: 'Carrier',
  };
  return `${kinds[kind] ?? kind} ${number}`;
}

const statusWords: Readonly<Record<string, string>> = {
  filed: 'Entries filed, not yet released',
  released: 'Entries released, not yet liquidated',
  liquidated: 'Entries liquidated',
  cancelled: 'Entries cancelled',
  'export-filed': 'Exports filed, not yet departed',
  'export-departed': 'Exports departed',
  'in-bond-departed': 'In-bond movements under way',
  'in-bond-arrived': 'In-bond movements arrived',
  'in-bond-exported': 'In-bond movements exported',
};

const statuses = (byStatus: Amounts): string[][] =>
  Object.keys(statusWords).flatMap((status) =>
    byStatus[status] ? [[statusWords[status]!, whole(byStatus[status])]] : [],
  );

function balances({ total, ...kinds }: Picture['balance']): string {
  const row = (name: string, { owed, paid, refunded, outstanding }: Balance) => [
    name,
    ...[owed, paid, refunded, outstanding].map(dollars),
  ];
  const rows = Object.entries(kinds).map(([kind, balance]) => row(capitalized(kind), balance));
  return table(
    [{ head: '' }, right('Owed'), right('Paid'), right('Refunded'), right('Outstanding')],
    rows,
    row('Total', total),
  );
}

type Measure = {
  readonly head: string;
  readonly of: (row: Row) => number;
  readonly format: (amount: number) => string;
};

const sumOf = (row: Row, ...names: string[]): number => names.reduce((sum, name) => sum + Number(row[name] ?? 0), 0);

const measures: readonly Measure[] = [
  { head: 'Entries', of: (row) => sumOf(row, 'entryCount'), format: whole },
  { head: 'Entered value', of: (row) => sumOf(row, 'enteredValue'), format: dollars },
  { head: 'Duty owed', of: (row) => sumOf(row, 'dutyOwed'), format: dollars },
  { head: 'Fees owed', of: (row) => sumOf(row, 'feesOwed'), format: dollars },
  { head: 'Paid', of: (row) => sumOf(row, 'dutyPaid', 'feesPaid', 'taxesPaid', 'interestPaid'), format: dollars },
  { head: 'Exported', of: (row) => sumOf(row, 'exportValue'), format: dollars },
];

/** The rows of greatest value, and how many are left out. */
function greatest(dimension: string, rows: readonly Row[], nameOf: (code: string) => string): string {
  const rest = rows.length - MOST_ROWS;
  return volumes(dimension, byValue(rows).slice(0, MOST_ROWS), nameOf) + (rest > 0 ? `\n… and ${rest} more` : '');
}

/** A line for each row that has any of the measures, a column for each measure that any row has. */
function volumes(dimension: string, rows: readonly Row[], nameOf: (code: string) => string): string {
  const used = measures.filter((measure) => rows.some((row) => measure.of(row) !== 0));
  const body = rows
    .filter((row) => used.some((measure) => measure.of(row) !== 0))
    .map((row) => [nameOf(String(row[dimension])), ...used.map((measure) => measure.format(measure.of(row)))]);
  return body.length === 0 ? '' : table([{ head: '' }, ...used.map(({ head }) => right(head))], body);
}

const byValue = (rows: readonly Row[]): Row[] => [...rows].sort((a, b) => valueOf(b) - valueOf(a));
const valueOf = (row: Row): number => sumOf(row, 'enteredValue', 'exportValue');
const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Short names of the chapters that trade accounts show most (Harmonized Tariff Schedule of the United States). */
const chapters: Readonly<Record<string, string>> = {
  '09': 'Coffee, tea, spices',
  '22': 'Beverages',
  '27': 'Mineral fuels',
  '29': 'Organic chemicals',
  '30': 'Pharmaceutical products',
  '38': 'Chemical products',
  '39': 'Plastics',
  '40': 'Rubber',
  '42': 'Leather articles, bags',
  '61': 'Knitted apparel',
  '62': 'Woven apparel',
  '63': 'Other textile articles',
  '64': 'Footwear',
  '70': 'Glass',
  '73': 'Articles of iron or steel',
  '76': 'Aluminum',
  '84': 'Machinery, computers',
  '85': 'Electrical machinery',
  '87': 'Vehicles and parts',
  '90': 'Optical, medical instruments',
  '94': 'Furniture, lamps',
  '95': 'Toys, sports equipment',
};
