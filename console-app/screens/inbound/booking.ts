import { rightEnd } from '../../../src/platform/documents/gs1Keys.shared.ts';
import type { Problem } from '../../link/http.ts';
import { numberTyped } from '../../parts/numberTyped.ts';
import { daysAfter } from '../../parts/time.ts';
import type { BoxKind, Draft, DraftLine } from './draft.ts';
import { type Guess, guessOf } from './estimate.ts';

interface SentBox {
  size_mm?: [number, number, number];
  weight_g?: number;
  count: number;
  contents: { line: number; quantity: number }[];
  /** Which line or kind of box it came from; not sent. */
  source: string;
}

const mm = (typed: string): number => Math.round(numberTyped(typed) * 10) || 0;
const grams = (typed: string): number => Math.round(numberTyped(typed) * 1000) || 0;

interface Typed {
  size: [string, string, string];
  weight: string;
}

/** As typed; what is left empty is as it is reckoned from the units. */
const measures = ({ size, weight }: Typed, guess?: Guess) => {
  const typed_mm = size.map(mm) as [number, number, number];
  const size_mm = size.every((side) => side.trim() === '') ? guess?.size_mm : typed_mm;
  const weight_g = weight.trim() === '' ? guess?.weight_g : grams(weight);
  return {
    ...(size_mm?.every((side) => side > 0) && { size_mm }),
    ...(weight_g !== undefined && weight_g > 0 && { weight_g }),
  };
};

/** Units in a full box of a line that is boxed alone. */
const inBox = ({ perBox, quantity }: DraftLine): number => (perBox > 0 ? Math.min(perBox, quantity) : quantity);

export const lineGuess = (line: DraftLine): Guess | undefined => guessOf([{ unit: line.unit, quantity: inBox(line) }]);

export const kindGuess = (box: BoxKind, lines: DraftLine[]): Guess | undefined =>
  guessOf(
    box.contents
      .filter(({ quantity }) => quantity > 0)
      .map(({ lineId, quantity }) => ({ unit: lines.find(({ id }) => id === lineId)?.unit, quantity })),
  );

/** The boxes of a draft as the server takes them. A line that does not fill its last box has a smaller last box. */
export function boxesOf(draft: Draft): SentBox[] {
  if (draft.packing === 'loose') return [];
  if (draft.packing === 'mixed') return draft.boxes.map((box) => mixedBox(box, draft.lines));
  return draft.lines.flatMap((line, at): SentBox[] => {
    const perBox = inBox(line);
    if (perBox === 0) return [];
    const guess = lineGuess(line);
    const full = Math.floor(line.quantity / perBox);
    const rest = line.quantity % perBox;
    const box = (count: number, quantity: number): SentBox => {
      const { weight_g, ...size } = measures(line, guess);
      const share_g =
        weight_g === undefined ? {} : { weight_g: Math.max(1, Math.round((weight_g * quantity) / perBox)) };
      return { ...size, ...share_g, count, contents: [{ line: at + 1, quantity }], source: line.id };
    };
    return [box(full, perBox), ...(rest > 0 ? [box(1, rest)] : [])];
  });
}

function mixedBox(box: BoxKind, lines: DraftLine[]): SentBox {
  const contents = box.contents.flatMap(({ lineId, quantity }) => {
    const at = lines.findIndex(({ id }) => id === lineId);
    return at < 0 || quantity <= 0 ? [] : [{ line: at + 1, quantity }];
  });
  return { ...measures(box, kindGuess(box, lines)), count: box.count, contents, source: box.id };
}

export const boxCount = (draft: Draft): number => boxesOf(draft).reduce((sum, { count }) => sum + count, 0);
export const unitCount = (draft: Draft): number => draft.lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** Units of each line that no box holds yet (negative: boxed twice). */
export function unboxed(draft: Draft): Map<string, number> {
  const left = new Map(draft.lines.map(({ id, quantity }) => [id, quantity]));
  for (const { count, contents } of draft.boxes) {
    for (const { lineId, quantity } of contents) left.set(lineId, (left.get(lineId) ?? 0) - quantity * count);
  }
  return left;
}

/** What is sent of a draft. Boxes that are not measured yet are kept back: the server cannot label them. */
export function bodyOf(draft: Draft, boxes: 'whole' | 'all') {
  const sent = boxesOf(draft);
  const isMeasured = sent.every(({ size_mm, weight_g, contents }) => size_mm && weight_g && contents.length > 0);
  return {
    expectedOn: draft.expectedOn,
    ...(draft.carrier.trim() && { carrier: draft.carrier.trim() }),
    ...(draft.tracking.trim() && { tracking: draft.tracking.trim() }),
    packing: draft.packing,
    lines: draft.lines.map(({ itemId, code, quantity, lot, expiry }) => ({
      ...(itemId === null ? { code } : { itemId }),
      quantity,
      ...(lot.trim() && { lot: lot.trim() }),
      ...(expiry && { expiry }),
    })),
    boxes:
      boxes === 'all' || isMeasured
        ? sent.map(({ size_mm, weight_g, count, contents }) => ({ size_mm, weight_g, count, contents }))
        : [],
  };
}

/** What can be said of a line before it is sent. */
export function lineProblems(line: DraftLine, expectedOn: string): Problem[] {
  const problems: Problem[] = [];
  if (line.itemId === null) problems.push(codeProblem(line.code));
  if (line.quantity <= 0) problems.push({ code: 'quantity_missing', field: 'quantity' });
  if (line.lotTracked && !line.lot.trim()) problems.push({ code: 'lot_required', field: 'lot' });
  if (line.expiryTracked && !line.expiry) problems.push({ code: 'expiry_required', field: 'expiry' });
  const earliest = daysAfter(expectedOn, line.minLifeDays);
  if (line.expiry && line.expiry < earliest)
    problems.push({ code: 'shelf_life_too_short', field: 'expiry', expected: earliest });
  return problems;
}

/** Codes as short may be a seller's own numbers, which have no check digit. */
const shortestBarcode = 12;

/** Why a code names no item: it may be a barcode of which a digit is not the label's. */
function codeProblem(got: string): Problem {
  const expected = got.length < shortestBarcode ? undefined : rightEnd(got);
  if (expected !== undefined) return { code: 'gs1_check_digit', field: 'code', got, expected };
  return { code: 'item_unknown', field: 'code', got };
}

/** What can be said of a box before it is sent; `box` is a line or a kind of box. */
export function boxProblems(box: Typed, guess: Guess | undefined): Problem[] {
  const { size_mm, weight_g } = measures(box, guess);
  const problems: Problem[] = [];
  if (!size_mm) problems.push({ code: 'size_missing', field: 'size' });
  else if (Math.max(...size_mm) > 2_500) problems.push({ code: 'size_too_large', field: 'size' });
  if (!weight_g) problems.push({ code: 'weight_missing', field: 'weight' });
  else if (weight_g > 1_500_000) problems.push({ code: 'weight_too_large', field: 'weight' });
  return problems;
}

/** A box of several units, measured by hand, of an item of which the catalogue knows none. */
export function isNewBox(line: DraftLine): boolean {
  const { size_mm, weight_g } = measures(line);
  return line.itemId !== null && line.hasBox === false && line.perBox > 1 && !!size_mm && !!weight_g;
}

/** The boxes that the catalogue is to know from now on. */
export function newBoxes(draft: Draft) {
  if (draft.packing !== 'same') return [];
  return draft.lines
    .filter((line) => line.keepsBox === true && isNewBox(line) && boxProblems(line, undefined).length === 0)
    .map((line) => ({ itemId: line.itemId!, code: line.code, quantity: line.perBox, ...measures(line) }));
}

/** The server's problems by the line or kind of box that they are about; '' holds those about the whole. */
export function problemsBySource(draft: Draft, problems: Problem[]): Map<string, Problem[]> {
  const boxes = boxesOf(draft);
  const by = new Map<string, Problem[]>();
  for (const problem of problems) {
    const [list, at, ...rest] = problem.field.split('.');
    const source =
      (list === 'lines' ? draft.lines[Number(at)]?.id : list === 'boxes' ? boxes[Number(at)]?.source : undefined) ?? '';
    by.set(source, [...(by.get(source) ?? []), { ...problem, field: rest[0] ?? problem.field }]);
  }
  return by;
}
