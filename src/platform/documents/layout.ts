import type { Barcode, BarSymbol } from './barcode.ts';

/** One label. `lines` say their letter height in mm as `size` (3.5 where not given); `corner` is the big mark top right. */
export type Label = {
  size_mm: [width: number, height: number];
  title: string;
  lines: { text: string; size?: number }[];
  barcode: Barcode;
  corner?: string;
};

export type PlacedText = {
  text: string;
  x_mm: number;
  y_mm: number;
  width_mm: number;
  size_mm: number;
  bold: boolean;
  align: 'left' | 'center' | 'right';
};

export type Layout = {
  texts: PlacedText[];
  /** `clear_mm` stays white above and below the symbol. */
  code: { x_mm: number; y_mm: number; module_mm: number; height_mm: number; clear_mm: number };
};

/** How wide a text is at a letter height, in mm. */
export type Measure = (text: string, size_mm: number, bold: boolean) => number;

/** A dot of a 203 dpi label printer: 8 to the millimetre. Modules are whole dots, or their widths would waver. */
export const dot_mm = 0.125;

const margin_mm = 3;
const lineHeight = 1.25;

/** Below this nobody reads a label at arm's length. */
const smallest_mm = 1.6;

/**
 * Places everything on the label: title and corner above, lines below them, the symbol with its text at the foot.
 * Lines that are too long are wrapped, and all of them shrink together until they fit.
 * @throws RangeError when the symbol or the text cannot fit: a label never loses what it was told to say
 */
export function layout(label: Label, symbol: BarSymbol, measure: Measure): Layout {
  const [width, height] = label.size_mm;
  const inner = width - 2 * margin_mm;
  const under_mm = symbol.text ? Math.min(3.2, height * 0.07) : 0;
  const under_y = height - margin_mm - under_mm * lineHeight;
  const code = placeSymbol(label, symbol, under_y);
  const corner_mm = label.corner ? Math.min(14, height * 0.16) : 0;
  const corner_w = label.corner ? Math.min(inner * 0.4, measure(label.corner, corner_mm, true) + 1) : 0;
  const title_mm = Math.min(10, height * 0.14);
  const title_w = inner - corner_w - (label.corner ? 2 : 0);
  const [left, right, top] = [margin_mm, width - margin_mm - corner_w, margin_mm];
  const wanted: PlacedText[] = [
    { text: symbol.text, x_mm: left, y_mm: under_y, width_mm: inner, size_mm: under_mm, bold: false, align: 'center' },
    {
      text: label.corner ?? '',
      x_mm: right,
      y_mm: top,
      width_mm: corner_w,
      size_mm: corner_mm,
      bold: true,
      align: 'right',
    },
    { text: label.title, x_mm: left, y_mm: top, width_mm: title_w, size_mm: title_mm, bold: true, align: 'left' },
  ];
  const single = wanted.filter(({ text }) => text).map((text) => shrunk(text, measure));
  const y_mm = top + Math.max(title_mm, corner_mm) * lineHeight;
  const room = { x_mm: left, y_mm, width_mm: inner, height_mm: code.y_mm - code.clear_mm - y_mm };
  return { texts: [...single, ...placeLines(label.lines, room, measure)], code };
}

/** Widest whole number of dots a module may have, and the symbol centred above `bottom_mm`. */
function placeSymbol(
  { size_mm: [width, height], barcode }: Label,
  symbol: BarSymbol,
  bottom_mm: number,
): Layout['code'] {
  const share = symbol.linear ? Math.min(35, Math.max(8, height * 0.32)) : height * 0.45;
  const across = (width - 2) / (symbol.columns + 2 * symbol.quiet);
  const limit = symbol.linear ? across : Math.min(across, share / (symbol.rows + symbol.quiet));
  const dots = Math.min(Math.floor(limit / dot_mm + 1e-9), symbol.linear ? 5 : 8);
  if (dots < 2) throw new RangeError(`${barcode.kind} "${barcode.value}" does not fit a label ${width} mm wide`);
  const module_mm = dots * dot_mm;
  const height_mm = symbol.linear ? share : symbol.rows * module_mm;
  const clear_mm = symbol.linear ? 0.5 : symbol.quiet * module_mm;
  const x_mm = Math.round((width - symbol.columns * module_mm) / 2 / dot_mm) * dot_mm;
  const y_mm = Math.round((bottom_mm - clear_mm - height_mm) / dot_mm) * dot_mm;
  return { x_mm, y_mm, module_mm, height_mm, clear_mm };
}

type Room = { x_mm: number; y_mm: number; width_mm: number; height_mm: number };

function placeLines(lines: Label['lines'], room: Room, measure: Measure): PlacedText[] {
  const { x_mm, width_mm } = room;
  for (let scale = 1; scale > 0.3; scale -= 0.05) {
    let y_mm = room.y_mm;
    const placed: PlacedText[] = [];
    for (const { text, size = 3.5 } of lines) {
      const size_mm = Math.max(size * scale, Math.min(size, smallest_mm));
      for (const part of wrapped(text, (piece) => measure(piece, size_mm, false) <= width_mm)) {
        placed.push({ text: part, x_mm, y_mm, width_mm, size_mm, bold: false, align: 'left' });
        y_mm += size_mm * lineHeight;
      }
    }
    if (y_mm <= room.y_mm + room.height_mm) return placed;
  }
  throw new RangeError(`${lines.length} lines of text do not fit the label: "${lines[0]?.text ?? ''}"`);
}

/** Breaks between words where it can, else within a word. */
function wrapped(text: string, fits: (piece: string) => boolean): string[] {
  const parts: string[] = [];
  let part = '';
  for (const piece of text.normalize('NFC').split(/(?<=\s)/u)) {
    if (fits((part + piece).trimEnd())) {
      part += piece;
      continue;
    }
    if (part) parts.push(part.trimEnd());
    part = '';
    for (const letter of piece) {
      if (part && !fits(part + letter)) {
        parts.push(part);
        part = '';
      }
      part += letter;
    }
  }
  return [...parts, part.trimEnd()];
}

/** One line, made smaller until it is no wider than it may be. */
function shrunk(wanted: PlacedText, measure: Measure): PlacedText {
  const { text, width_mm, size_mm, bold } = wanted;
  const size = size_mm * Math.min(1, width_mm / measure(text, size_mm, bold));
  if (size >= Math.min(smallest_mm, size_mm)) return { ...wanted, size_mm: size };
  throw new RangeError(`"${text}" does not fit ${width_mm.toFixed(0)} mm of the label`);
}
