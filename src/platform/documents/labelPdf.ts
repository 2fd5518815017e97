import type Pdf from 'pdfkit';

import { onDemand } from '../onDemand.ts';
import { encode } from './barcode.ts';
import type { BarSymbol } from './barcode.ts';
import { font } from './font.ts';
import type { Weight } from './font.ts';
import { layout } from './layout.ts';
import type { Label, Layout, PlacedText } from './layout.ts';

const pdfkit = onDemand((require) => require('pdfkit') as typeof Pdf);

const points = 72 / 25.4;

/**
 * Prints labels as a PDF, one page of the label's own size each. Symbols are drawn as vectors on the printer's dots.
 * @throws RangeError when a value is no such barcode or the text does not fit, naming it
 */
export function labelPdf(labels: Label[]): Promise<Buffer> {
  return pdfOf((document, place) => {
    for (const label of labels) {
      document.addPage({ size: [label.size_mm[0] * points, label.size_mm[1] * points], margin: 0 });
      place(label, 0, 0);
    }
  });
}

/** Office paper with 3 × 7 stickers of 63.5 × 38.1 mm, as every stationer sells it. */
const sheet = { across: 3, down: 7, left_mm: 7.25, top_mm: 15.15, step_mm: [66, 38.1] as const };
const a4_mm = [210, 297] as const;
export const sticker_mm: Label['size_mm'] = [63.5, 38.1];

/**
 * The same on sheets of stickers for an office printer, row by row; labels are of `sticker_mm`.
 * @throws RangeError as `labelPdf`
 */
export function sheetPdf(labels: Omit<Label, 'size_mm'>[]): Promise<Buffer> {
  const { across, down, left_mm, top_mm, step_mm } = sheet;
  return pdfOf((document, place) => {
    labels.forEach((label, i) => {
      const at = i % (across * down);
      if (at === 0) document.addPage({ size: [a4_mm[0] * points, a4_mm[1] * points], margin: 0 });
      const [column, row] = [at % across, Math.floor(at / across)];
      place({ ...label, size_mm: sticker_mm }, left_mm + column * step_mm[0], top_mm + row * step_mm[1]);
    });
  });
}

type Place = (label: Label, x_mm: number, y_mm: number) => void;

async function pdfOf(draw: (document: PDFKit.PDFDocument, place: Place) => void): Promise<Buffer> {
  const Document = pdfkit();
  const document = new Document({ autoFirstPage: false, margin: 0 });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const whole = new Promise<Buffer>((resolve, reject) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  for (const weight of ['regular', 'bold'] satisfies Weight[]) document.registerFont(weight, font(weight));
  const measure = (text: string, size_mm: number, bold: boolean): number => {
    document.font(bold ? 'bold' : 'regular').fontSize(size_mm * points);
    return document.widthOfString(text) / points;
  };
  draw(document, (label, x_mm, y_mm) => {
    const symbol = encode(label.barcode);
    const { texts, code } = layout(label, symbol, measure);
    drawSymbol(document, symbol, { ...code, x_mm: code.x_mm + x_mm, y_mm: code.y_mm + y_mm });
    for (const text of texts) drawText(document, { ...text, x_mm: text.x_mm + x_mm, y_mm: text.y_mm + y_mm });
  });
  document.end();
  return whole;
}

function drawSymbol(document: PDFKit.PDFDocument, symbol: BarSymbol, code: Layout['code']): void {
  const { x_mm, y_mm, module_mm } = code;
  const rowHeight = code.height_mm / symbol.rows;
  for (const { column, row, width } of symbol.bars) {
    const x = (x_mm + column * module_mm) * points;
    const y = (y_mm + row * rowHeight) * points;
    document.rect(x, y, width * module_mm * points, rowHeight * points);
  }
  document.fill('black');
}

function drawText(document: PDFKit.PDFDocument, placed: PlacedText): void {
  const { text, x_mm, y_mm, width_mm, size_mm, bold, align } = placed;
  document.font(bold ? 'bold' : 'regular').fontSize(size_mm * points);
  const slack = width_mm * points - document.widthOfString(text);
  const shift = { left: 0, center: slack / 2, right: slack }[align];
  document.text(text, x_mm * points + shift, y_mm * points, { lineBreak: false });
}
