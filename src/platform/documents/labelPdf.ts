import Pdf from 'pdfkit';

import { encode } from './barcode.ts';
import type { BarSymbol } from './barcode.ts';
import { font } from './font.ts';
import type { Weight } from './font.ts';
import { layout } from './layout.ts';
import type { Label, Layout, PlacedText } from './layout.ts';

const points = 72 / 25.4;

/**
 * Prints labels as a PDF, one page of the label's own size each. Symbols are drawn as vectors on the printer's dots.
 * @throws RangeError when a value is no such barcode or the text does not fit, naming it
 */
export async function labelPdf(labels: Label[]): Promise<Buffer> {
  const document = new Pdf({ autoFirstPage: false, margin: 0 });
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
  for (const label of labels) {
    const symbol = encode(label.barcode);
    document.addPage({ size: [label.size_mm[0] * points, label.size_mm[1] * points], margin: 0 });
    const { texts, code } = layout(label, symbol, measure);
    drawSymbol(document, symbol, code);
    for (const text of texts) drawText(document, text);
  }
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
