import type { Item } from '../catalogue/index.ts';
import { dayAfter } from '../layout/index.ts';
import { refuse, type Refused } from '../platform/errors.ts';
import type { BookedBox, BookedLine } from './schema.ts';

/** One thing wrong with a booking. `row` counts from 1 within lines or boxes. */
export interface Problem {
  code: string;
  field: string;
  row?: number;
  got: unknown;
  expected: unknown;
}

export interface Booking {
  expectedOn: string;
  unannounced: boolean;
  lines: BookedLine[];
  boxes: BookedBox[];
}

export interface Known {
  /** The site's day. */
  today: string;
  /** By id and by code. */
  items: Map<string, Item>;
  asnTaken: string | undefined;
}

const MAX_BOXES = 10_000;
const MAX_SIDE_mm = 2_500;
const MAX_BOX_g = 1_500_000;

/** Everything that is wrong, at once. */
export function problemsOf(booking: Booking, known: Known): Problem[] {
  const problems: Problem[] = [];
  if (known.asnTaken !== undefined) {
    problems.push({ code: 'asn_duplicate', field: 'asn', got: known.asnTaken, expected: 'a number not used before' });
  }
  if (booking.expectedOn < known.today) {
    problems.push({ code: 'date_past', field: 'expectedOn', got: booking.expectedOn, expected: `from ${known.today}` });
  }
  if (booking.lines.length === 0 && !booking.unannounced) {
    problems.push({ code: 'lines_missing', field: 'lines', got: 0, expected: 'at least one line' });
  }
  booking.lines.forEach((line, i) => problems.push(...lineProblems(line, i + 1, booking.expectedOn, known)));
  problems.push(...boxProblems(booking));
  return problems;
}

export function itemOf(line: BookedLine, items: Map<string, Item>): Item | undefined {
  return items.get(line.itemId ?? line.code ?? '');
}

function lineProblems(line: BookedLine, row: number, expectedOn: string, known: Known): Problem[] {
  const at = (field: string) => `lines.${row - 1}.${field}`;
  const item = itemOf(line, known.items);
  if (item === undefined) {
    const named = line.itemId === undefined ? 'code' : 'itemId';
    const got = line.itemId ?? line.code ?? 'absent';
    return [{ code: 'item_unknown', field: at(named), row, got, expected: 'an item of this seller' }];
  }
  const problems: Problem[] = [];
  if (item.lotTracked && line.lot === undefined) {
    problems.push({ code: 'lot_required', field: at('lot'), row, got: 'absent', expected: 'the lot' });
  }
  if (item.expiryTracked && line.expiry === undefined) {
    problems.push({ code: 'expiry_required', field: at('expiry'), row, got: 'absent', expected: 'the expiry date' });
  }
  const earliest = dayAfter(expectedOn, item.minLifeDays);
  if (line.expiry !== undefined && line.expiry < earliest) {
    const more = { field: at('expiry'), row, got: line.expiry, expected: earliest };
    problems.push({ code: 'shelf_life_too_short', ...more });
  }
  return problems;
}

function boxProblems({ lines, boxes }: Booking): Problem[] {
  const problems: Problem[] = [];
  const count = boxes.reduce((sum, box) => sum + box.count, 0);
  if (count > MAX_BOXES) {
    problems.push({ code: 'too_many_boxes', field: 'boxes', got: count, expected: `at most ${MAX_BOXES}` });
  }
  const packed = new Map<number, number>();
  boxes.forEach((box, i) => {
    const row = i + 1;
    const at = (field: string) => `boxes.${i}.${field}`;
    const { size_mm, weight_g } = box;
    if (size_mm === undefined || size_mm.includes(0)) {
      const got = size_mm ?? 'absent';
      problems.push({ code: 'size_missing', field: at('size_mm'), row, got, expected: 'three sides in mm' });
    } else if (Math.max(...size_mm) > MAX_SIDE_mm) {
      const expected = `sides up to ${MAX_SIDE_mm} mm`;
      problems.push({ code: 'size_too_large', field: at('size_mm'), row, got: size_mm, expected });
    }
    if (weight_g === undefined || weight_g === 0) {
      const got = weight_g ?? 'absent';
      problems.push({ code: 'weight_missing', field: at('weight_g'), row, got, expected: 'the weight in grams' });
    } else if (weight_g > MAX_BOX_g) {
      problems.push({
        code: 'weight_too_large',
        field: at('weight_g'),
        row,
        got: weight_g,
        expected: `up to ${MAX_BOX_g} g`,
      });
    }
    box.contents.forEach(({ line, quantity }, k) => {
      if (line > lines.length) {
        const expected = `a line up to ${lines.length}`;
        problems.push({ code: 'line_unknown', field: at(`contents.${k}.line`), row, got: line, expected });
      }
      packed.set(line, (packed.get(line) ?? 0) + quantity * box.count);
    });
  });
  return [...problems, ...unpacked(lines, boxes, packed)];
}

/** Where every box names its contents, the boxes must hold what the lines announce. */
function unpacked(lines: BookedLine[], boxes: BookedBox[], packed: Map<number, number>): Problem[] {
  if (boxes.length === 0 || boxes.some((box) => box.contents.length === 0)) return [];
  return lines.flatMap((line, i) => {
    const got = packed.get(i + 1) ?? 0;
    if (got === line.quantity) return [];
    return [{ code: 'box_contents_differ', field: `lines.${i}.quantity`, row: i + 1, got, expected: line.quantity }];
  });
}

/** The first problem's code speaks for all; `details` lists every one of them. */
export function refuseProblems(problems: Problem[]): Refused | undefined {
  const [first] = problems;
  if (first === undefined) return undefined;
  const { code, field, got, expected } = first;
  const status = code === 'asn_duplicate' && problems.length === 1 ? 409 : 422;
  const message =
    problems.length === 1 ? 'One thing in the booking is wrong' : `${problems.length} things in the booking are wrong`;
  return refuse(code, message, { status, field, got, expected, details: problems.slice(0, 1_000) });
}
