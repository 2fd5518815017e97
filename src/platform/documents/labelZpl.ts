import { encode } from './barcode.ts';
import type { Barcode } from './barcode.ts';
import { bracketElements, needsSeparator } from './gs1Keys.shared.ts';
import { dot_mm, layout } from './layout.ts';
import type { Label, Layout, PlacedText } from './layout.ts';

/**
 * `font`: a font file in the printer's memory, `E:PRETENDA.TTF`. The built-in font 0 has no Hangul, so a site that
 * prints Korean names loads one and names it here.
 */
export type ZplOptions = { font?: string };

/** Letters of Zebra's font 0 in parts of their height: measured on its capitals; Hangul and Hanja are square. */
function estimatedWidth(text: string, size_mm: number): number {
  let width = 0;
  for (const letter of text) width += /[\u1100-\uffff]/u.test(letter) ? 1 : /[A-Z0-9@%&]/.test(letter) ? 0.62 : 0.52;
  return width * size_mm;
}

const dots = (mm: number): number => Math.round(mm / dot_mm);

/**
 * Prints labels in ZPL II for 203 dpi, UTF-8, one `^XA … ^XZ` each.
 * @throws RangeError as labelPdf does
 */
export function labelZpl(labels: Label[], options: ZplOptions = {}): string {
  return labels.map((label) => zplOf(label, options)).join('');
}

function zplOf(label: Label, { font }: ZplOptions): string {
  const symbol = encode(label.barcode);
  // The printer's own Code 128 stays in subset B, which may be wider than the shortest encoding.
  if (label.barcode.kind === 'code128') symbol.columns = 11 * (label.barcode.value.length + 2) + 13;
  const { texts, code } = layout(label, symbol, estimatedWidth);
  const [width, height] = label.size_mm;
  return [
    `^XA^CI28^PW${dots(width)}^LL${dots(height)}^LH0,0`,
    `^FO${dots(code.x_mm)},${dots(code.y_mm)}${symbolCommand(label.barcode, code)}`,
    ...texts.map((text) => textCommand(text, font)),
    '^XZ\n',
  ].join('\n');
}

/** Field data in ^FH form: what ZPL reads as a command, and the sign of the escape itself, as two hex digits. */
function escaped(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(/[_^~\\]/g, (sign) => `_${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function textCommand({ text, x_mm, y_mm, width_mm, size_mm, align }: PlacedText, font: string | undefined): string {
  const height = dots(size_mm);
  const face = font ? `^A@N,${height},${height},${font}` : `^A0N,${height},0`;
  const block = `^FB${dots(width_mm)},1,0,${align.charAt(0).toUpperCase()}`;
  return `^FO${dots(x_mm)},${dots(y_mm)}${face}${block}^FH^FD${escaped(text)}^FS`;
}

/** Signs that ^BC takes as commands, by its own codes. */
const code128Signs: Record<string, string> = { '>': '>0', '^': '><', '~': '>=' };

function symbolCommand({ kind, value }: Barcode, code: Layout['code']): string {
  const module = dots(code.module_mm);
  const linear = (command: string, data: string) => `^BY${module},2,${dots(code.height_mm)}${command}^FD${data}^FS`;
  const code128 = '^BCN,,N,N,N,N';
  if (kind === 'sscc') return linear(code128, `>;>800${value}`);
  if (kind === 'code128') return linear(code128, `>:${value.replaceAll(/[>^~]/g, (sign) => code128Signs[sign]!)}`);
  if (kind === 'qr') return `^BQN,2,${module}^FH^FDMA,${escaped(value)}^FS`;
  if (kind === 'gs1datamatrix') return `^BXN,${module},200,,,,@^FH^FD${escaped(dataMatrixData(value))}^FS`;
  if (value.length === 8) return linear('^B8N,,N,N', value.slice(0, 7));
  if (value.length === 12) return linear('^BUN,,N,N,N', value.slice(0, 11));
  if (value.length === 13) return linear('^BEN,,N,N', value.slice(0, 12));
  return value.startsWith('0') ? linear('^BEN,,N,N', value.slice(1, 13)) : linear(code128, `>;>801${value}`);
}

/** FNC1 first, then after each element that needs an end; `@` is no GS1 character, so it is free as the escape. */
function dataMatrixData(value: string): string {
  const elements = bracketElements(value, () => true) ?? [];
  return elements.reduce((data, [ai, part], i) => {
    return data + ai + part + (needsSeparator(ai) && i < elements.length - 1 ? '@1' : '');
  }, '@1');
}
