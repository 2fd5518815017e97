import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** Before the first `decoded`. */
export async function openDecoder(): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** Everything a PDF's streams hold, unpacked. */
export function streams(pdf: Buffer): string[] {
  const found: string[] = [];
  const text = pdf.toString('latin1');
  for (const match of text.matchAll(/stream\r?\n/g)) {
    if (text.slice(match.index - 3, match.index) === 'end') continue;
    const start = match.index + match[0].length;
    const body = pdf.subarray(start, text.indexOf('endstream', start));
    found.push(body[0] === 0x78 ? inflateSync(body).toString('latin1') : body.toString('latin1'));
  }
  return found;
}

/** The pages on which anything is drawn. */
export const pages = (pdf: Buffer) => streams(pdf).filter((stream) => / re\n/.test(stream));

type Picture = Parameters<typeof readBarcodes>[0];

/** Paints a page's rectangles as a 203 dpi printer would and lets a decoder read the picture. */
export async function decoded(page: string, size_mm: readonly [number, number]) {
  const [width, height] = size_mm.map((mm) => Math.round(mm * 8)) as [number, number];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [, ...rectangle] of page.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\n/g)) {
    const [x = 0, y = 0, w = 0, h = 0] = rectangle.map((points) => Math.round((Number(points) / 72) * 25.4 * 8));
    for (let pixel = y * width; pixel < (y + h) * width; pixel += width) {
      for (let column = x; column < x + w; column++) data.fill(0, (pixel + column) * 4, (pixel + column) * 4 + 3);
    }
  }
  const picture = { data, width, height, colorSpace: 'srgb' } as Picture;
  const results = await readBarcodes(picture, { textMode: 'Plain', maxNumberOfSymbols: 255 });
  return results.map(({ text, symbologyIdentifier }) => ({ text, symbologyIdentifier }));
}

/** What a scanner reads off a screen. */
export async function decodedPng(png: Uint8Array): Promise<string[]> {
  return (await readBarcodes(new Uint8Array(png), { textMode: 'Plain' })).map(({ text }) => text);
}
