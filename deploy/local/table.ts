/** A column: its heading, and on which side its cells stand. */
export type Column = { readonly head: string; readonly align?: 'left' | 'right' };

/** A table as text, its columns as wide as their longest cell; the last line of `total` stands below a rule. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  total?: readonly string[],
): string {
  const all = [columns.map(({ head }) => head), ...rows, ...(total ? [total] : [])];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, column) => pad(row[column] ?? '', widths[column]!, align))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  const body = rows.map(line);
  const head = columns.some((column) => column.head !== '') ? [line(columns.map((column) => column.head)), rule] : [];
  return [...head, ...body, ...(total ? [rule, line(total)] : [])].join('\n');
}

const pad = (cell: string, width: number, align: Column['align']): string =>
  align === 'right' ? cell.padStart(width) : cell.padEnd(width);

export const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

/** U.S. cents as dollars: -$1,234.56. */
export const dollars = (cents: number): string => moneyFormat.format(cents / 100);

export const whole = (count: number): string => countFormat.format(count);

const moneyFormat = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const countFormat = new Intl.NumberFormat('en-US');
