import type { Bar, Findings, Table } from './bench.ts';

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that `share` of the values do not exceed. */
export function quantile(values: number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? sorted[0]!;
}

/** As many digits as mean something. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The first column to the left, figures to the right. */
export function printTable({ title, columns, rows }: Table, print: (line: string) => void): void {
  const cells = [columns, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? shown(cell) : cell)))];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]!.length)));
  print(`\n${title}`);
  for (const row of cells) {
    print(`  ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ')}`);
  }
}

const verdict = ({ what, got, relation, bar, passed }: Bar) =>
  `  ${passed ? 'PASS' : 'miss'}  ${what}: ${shown(got)} (bar ${relation === '>=' ? '≥' : '≤'} ${shown(bar)})`;

export function printFindings(findings: Findings, print: (line: string) => void): void {
  for (const table of findings.tables) printTable(table, print);
  if (findings.bars.length > 0) print('\nbars');
  for (const bar of findings.bars) print(verdict(bar));
  if (findings.notes.length > 0) print('');
  for (const note of findings.notes) print(note);
}
