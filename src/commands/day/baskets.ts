import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError } from './inputError.ts';

export interface Basket {
  id: string;
  /** As in the file: 2011-09-30T17:22 */
  at: string;
  lines: { sku: string; quantity: number }[];
}

export interface BasketFile {
  /** In the order of time. */
  baskets: Basket[];
  lines: number;
  /** Lines that could not be read, by number, with why. */
  malformed: { line: number; why: string }[];
  /** Lines left out on purpose: cancelled invoices, returns, postage and the like. */
  leftOut: Record<string, number>;
}

const NO_GOODS = /^(POST|DOT|M|D|S|B|C2|CRUK|PADS|BANK CHARGES|AMAZONFEE|ADJUST\w*|GIFT.*|TEST\w*|DCGS\w*)$/i;
const MOST_LINES = 12;
const MOST_UNITS = 6;

const columns = {
  invoice: ['invoice', 'inv', 'invoiceno'],
  sku: ['sku', 'stockcode'],
  quantity: ['qty', 'quantity'],
  at: ['timestamp', 'ts', 'invoicedate'],
} as const;

/**
 * Reads a gzip or plain TSV or CSV of baskets, columns by name. A malformed line is listed and passed over.
 * @throws Error where the file is missing, is no text, or lacks a column
 */
export function readBaskets(path: string): BasketFile {
  const text = textOf(path);
  const rows = text.split(/\r?\n/);
  const separator = rows[0]!.includes('\t') ? '\t' : ',';
  const head = rows[0]!.split(separator).map((name) => name.trim().toLowerCase());
  const at = Object.fromEntries(
    Object.entries(columns).map(([column, names]) => {
      const place = head.findIndex((name) => (names as readonly string[]).includes(name));
      if (place < 0) throw new InputError(`${path}: no column ${names.slice(0, 2).join(' or ')} in line 1`);
      return [column, place];
    }),
  ) as Record<keyof typeof columns, number>;
  return collect(rows, separator, at);
}

function textOf(path: string): string {
  try {
    const raw = readFileSync(path);
    return (raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw).toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message}`);
  }
}

function collect(rows: string[], separator: string, at: Record<keyof typeof columns, number>): BasketFile {
  const byId = new Map<string, Basket>();
  const file: BasketFile = { baskets: [], lines: 0, malformed: [], leftOut: {} };
  const leaveOut = (why: string) => (file.leftOut[why] = (file.leftOut[why] ?? 0) + 1);
  for (let number = 1; number < rows.length; number++) {
    const row = rows[number]!;
    if (row.trim() === '') continue;
    file.lines += 1;
    const cells = row.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const [invoice, sku, amount, time] = [cells[at.invoice], cells[at.sku], cells[at.quantity], cells[at.at]];
    const why = problemOf(invoice, sku, amount, time);
    if (why !== undefined) {
      file.malformed.push({ line: number + 1, why });
      continue;
    }
    const quantity = Number(amount);
    if (/^[CA]/i.test(invoice!)) leaveOut('cancelled invoice');
    else if (quantity <= 0) leaveOut('quantity of zero or less');
    else if (NO_GOODS.test(sku!)) leaveOut('no goods');
    else add(byId, { invoice: invoice!, sku: sku!, quantity, at: time! });
  }
  file.baskets = [...byId.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
  return file;
}

function problemOf(invoice?: string, sku?: string, amount?: string, time?: string): string | undefined {
  if (!invoice) return 'no invoice';
  if (!sku) return 'no sku';
  if (amount === undefined || !/^-?\d{1,9}$/.test(amount))
    return `quantity ${JSON.stringify(amount ?? '')} is no whole number`;
  if (time === undefined || Number.isNaN(Date.parse(time))) return `time ${JSON.stringify(time ?? '')} is unreadable`;
  return undefined;
}

function add(byId: Map<string, Basket>, row: { invoice: string; sku: string; quantity: number; at: string }): void {
  let basket = byId.get(row.invoice);
  if (basket === undefined) byId.set(row.invoice, (basket = { id: row.invoice, at: row.at, lines: [] }));
  const known = basket.lines.find((line) => line.sku === row.sku);
  if (known !== undefined) known.quantity = Math.min(MOST_UNITS, known.quantity + row.quantity);
  else if (basket.lines.length < MOST_LINES) {
    basket.lines.push({ sku: row.sku, quantity: Math.min(MOST_UNITS, row.quantity) });
  }
}
