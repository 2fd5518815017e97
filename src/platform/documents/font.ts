import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';

/**
 * Pretendard: Latin and all 11,172 Hangul syllables in one file a weight. (Its package calls the set `latin`; other
 * Korean web fonts come in a hundred slices, which a PDF cannot join.)
 */
const fontFiles = {
  regular: '@fontsource/pretendard/files/pretendard-latin-400-normal.woff',
  bold: '@fontsource/pretendard/files/pretendard-latin-700-normal.woff',
} as const;

export type Weight = keyof typeof fontFiles;

const unpacked = new Map<Weight, Buffer>();

/**
 * The font of all documents, as TrueType.
 * @throws when its package is not installed: a PDF's built-in fonts would print Korean names as blanks
 */
export function font(weight: Weight): Buffer {
  const known = unpacked.get(weight);
  if (known) return known;
  const file = createRequire(import.meta.url).resolve(fontFiles[weight]);
  const made = unpackWoff(readFileSync(file));
  unpacked.set(weight, made);
  return made;
}

/**
 * WOFF 1.0 (W3C, 2012) as the TrueType file it holds: a table directory of 16-byte entries (tag, checksum, offset,
 * length) and the tables, each inflated once and padded to four bytes. pdfkit reads WOFF too, but inflates the glyph
 * table again for every glyph: 4.3 s for one label against 0.1 s.
 */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * count);
  const levels = Math.floor(Math.log2(count));
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(16 * 2 ** levels, 6);
  head.writeUInt16BE(levels, 8);
  head.writeUInt16BE(16 * (count - 2 ** levels), 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  for (let i = 0; i < count; i++) {
    const from = 44 + 20 * i;
    const to = 12 + 16 * i;
    const [start, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(from + at)) as [number, number, number];
    const table = woff.subarray(start, start + packed);
    woff.copy(head, to, from, from + 4);
    woff.copy(head, to + 4, from + 16, from + 20);
    head.writeUInt32BE(offset, to + 8);
    head.writeUInt32BE(length, to + 12);
    const padding = Buffer.alloc((4 - (length % 4)) % 4);
    parts.push(packed < length ? inflateSync(table) : table, padding);
    offset += length + padding.length;
  }
  return Buffer.concat(parts);
}
