import { beforeAll, describe, expect, test } from 'vitest';

import type { Label } from '../../src/platform/documents/index.ts';
import { labelPdf, labelZpl, makeSscc } from '../../src/platform/documents/index.ts';
import { decoded, openDecoder, pages, streams } from '../support/printed.ts';

const sscc = makeSscc(0, '8801234', 77);

const parcel: Label = {
  size_mm: [100, 150],
  title: '홍*동',
  lines: [
    { text: '010-1234-****', size: 5 },
    { text: '서울특별시 강남구 테헤란로 152, 강남파이낸스센터 뒤편 별관 3층 왼쪽 창고 문 앞에 놓아 주세요' },
    { text: 'Gimpo → 강남 2 · 3/5 상자' },
  ],
  corner: 'R7-12',
  barcode: { kind: 'sscc', value: sscc },
};

const withBarcode = (barcode: Label['barcode'], size_mm: Label['size_mm'] = [60, 40]): Label => {
  return { size_mm, title: 'A-01-02-3', lines: [], barcode };
};

/** The letters that a PDF can show: its fonts' maps from glyphs back to Unicode. */
function letters(pdf: Buffer): Set<string> {
  const maps = streams(pdf).filter((stream) => stream.includes('begincmap'));
  const codes = maps.flatMap((map) => [...(map.split('beginbfrange')[1] ?? '').matchAll(/<([0-9a-f]{4})>/gi)]);
  return new Set(codes.map(([, code]) => String.fromCodePoint(Number.parseInt(code!, 16))));
}

/** Glyph numbers drawn by a page; 0 is the empty box for a letter that the font lacks. */
function glyphs(page: string): string[] {
  return [...page.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, run]) => run!.match(/.{4}/g) ?? []);
}

beforeAll(openDecoder);

describe('labels as PDF', () => {
  test('prints an SSCC that a scanner reads as GS1-128', async () => {
    const pdf = await labelPdf([parcel]);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await decoded(pages(pdf)[0]!, parcel.size_mm)).toEqual([{ text: `00${sscc}`, symbologyIdentifier: ']C1' }]);
  });

  test('prints every kind of barcode so that it reads back', async () => {
    const cases: [Label['barcode'], string, string][] = [
      [{ kind: 'gtin', value: '6291041500213' }, '6291041500213', ']E0'],
      [{ kind: 'gtin', value: '96385074' }, '96385074', ']E4'],
      [{ kind: 'gtin', value: '036000291452' }, '0036000291452', ']E0'],
      [{ kind: 'gtin', value: '06291041500213' }, '6291041500213', ']E0'],
      [{ kind: 'gtin', value: '16291041500210' }, '0116291041500210', ']C1'],
      [{ kind: 'code128', value: 'TOTE-0001' }, 'TOTE-0001', ']C0'],
      [{ kind: 'qr', value: 'https://daybreak.example/t/홍' }, 'https://daybreak.example/t/홍', ']Q1'],
      [
        { kind: 'gs1datamatrix', value: '(01)06291041500213(10)AB-12(17)261231' },
        '010629104150021310AB-12\u001d17261231',
        ']d2',
      ],
    ];
    const labels = cases.map(([barcode]) => withBarcode(barcode));
    const printed = pages(await labelPdf(labels));
    const read = await Promise.all(printed.map((page) => decoded(page, [60, 40])));
    expect(read).toEqual(cases.map(([, text, symbologyIdentifier]) => [{ text, symbologyIdentifier }]));
  });

  test('embeds every letter of Korean names and addresses, none as an empty box', async () => {
    const pdf = await labelPdf([{ ...parcel, title: '뷁쀍*힣 ₩12,000' }]);
    const shown = letters(pdf);
    const asked = `뷁쀍*힣₩${parcel.corner}${parcel.lines.map(({ text }) => text).join('')}`.replaceAll(' ', '');
    expect(Array.from(asked).filter((letter) => !shown.has(letter))).toEqual([]);
    expect(glyphs(pages(pdf)[0]!).length).toBeGreaterThan(asked.length);
    expect(glyphs(pages(pdf)[0]!)).not.toContain('0000');
  });

  test('gives each label a page of its own size', async () => {
    const small = withBarcode({ kind: 'code128', value: 'A-01-02-3' }, [50, 25]);
    const pdf = (await labelPdf([parcel, small])).toString('latin1');
    const boxes = [...pdf.matchAll(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [
      Math.round((Number(w) / 72) * 25.4),
      Math.round((Number(h) / 72) * 25.4),
    ]);
    expect(boxes).toEqual([
      [100, 150],
      [50, 25],
    ]);
  });

  test('refuses a label that would lose text or print an unreadable code', async () => {
    const tiny = withBarcode({ kind: 'sscc', value: sscc }, [30, 20]);
    await expect(labelPdf([tiny])).rejects.toThrow(/does not fit/);
    const flooded = { ...parcel, lines: Array.from({ length: 80 }, () => ({ text: '가나다라마바사' })) };
    await expect(labelPdf([flooded])).rejects.toThrow(/do not fit/);
    await expect(labelPdf([{ ...parcel, title: '가'.repeat(120) }])).rejects.toThrow(/does not fit/);
    const wrong: Label['barcode'][] = [
      { kind: 'sscc', value: sscc.slice(0, -1) + ((Number(sscc.at(-1)) + 1) % 10) },
      { kind: 'gtin', value: '6291041500214' },
      { kind: 'code128', value: '토트-1' },
      { kind: 'qr', value: '' },
      { kind: 'gs1datamatrix', value: '0106291041500213' },
    ];
    for (const barcode of wrong) {
      await expect(labelPdf([withBarcode(barcode, [100, 60])])).rejects.toThrow(/cannot be printed/);
      expect(() => labelZpl([withBarcode(barcode, [100, 60])])).toThrow(/cannot be printed/);
    }
  });
});

describe('labels as ZPL', () => {
  test('prints an SSCC as GS1-128 with its number beneath, in UTF-8 at 8 dots a millimetre', () => {
    const zpl = labelZpl([parcel]);
    expect(zpl).toMatch(/^\^XA\^CI28\^PW800\^LL1200\^LH0,0\n/);
    expect(zpl).toMatch(/\^BY4,2,280\^BCN,,N,N,N,N\^FD>;>800[0-9]{18}\^FS/);
    expect(zpl).toContain(`>;>800${sscc}^FS`);
    expect(zpl).toContain(`^FH^FD(00) ${sscc}^FS`);
    expect(zpl).toContain('^FD홍*동^FS');
    expect(zpl).toContain('^FB');
    expect(zpl.endsWith('^XZ\n')).toBe(true);
  });

  test('never lets a text become a command', () => {
    const zpl = labelZpl([{ ...parcel, title: '^XZ~JA_5E', lines: [{ text: 'a\\b^FS\n^XA' }], corner: '~' }]);
    expect(zpl).toContain('^FD_5EXZ_7EJA_5F5E^FS');
    expect(zpl).toContain('^FDa_5Cb_5EFS');
    expect(zpl.match(/\^XA/g)).toHaveLength(1);
    expect(zpl.match(/\^XZ/g)).toHaveLength(1);
    expect(zpl).not.toContain('~');
  });

  test('writes each kind of barcode in its own command', () => {
    const dataOf = (barcode: Label['barcode']) =>
      /\^F[TO]\d+,\d+((?:\^B.*)?\^FD.*)\^FS/.exec(labelZpl([withBarcode(barcode)]))![1];
    expect(dataOf({ kind: 'gtin', value: '6291041500213' })).toMatch(/\^BEN,,N,N\^FD629104150021$/);
    expect(dataOf({ kind: 'gtin', value: '96385074' })).toMatch(/\^B8N,,N,N\^FD9638507$/);
    expect(dataOf({ kind: 'gtin', value: '036000291452' })).toMatch(/\^BUN,,N,N,N\^FD03600029145$/);
    expect(dataOf({ kind: 'gtin', value: '16291041500210' })).toMatch(/\^FD>;>80116291041500210$/);
    expect(dataOf({ kind: 'code128', value: 'A>B^C~' })).toMatch(/\^BCN,,N,N,N,N\^FD>:A>0B><C>=$/);
    expect(dataOf({ kind: 'qr', value: 'BADGE-1^' })).toMatch(/\^BQN,2,\d+\^FH\^FDMA,BADGE-1_5E$/);
    expect(dataOf({ kind: 'gs1datamatrix', value: '(01)06291041500213(20)01(10)A_1(17)261231' })).toMatch(
      /\^BXN,\d+,200,,,,@\^FH\^FD@10106291041500213200110A_5F1@117261231$/,
    );
  });

  test('names the printer font that has Hangul where one is loaded', () => {
    const zpl = labelZpl([parcel], { font: 'E:PRETENDA.TTF' });
    expect(zpl).toMatch(/\^A@N,\d+,\d+,E:PRETENDA\.TTF\^FB\d+,1,0,L\^FH\^FD홍\*동\^FS/);
    expect(zpl).not.toContain('^A0N');
  });

  test('keeps every field inside the label', () => {
    for (const label of [parcel, withBarcode({ kind: 'code128', value: 'A-01-02-3' }, [50, 25])]) {
      const [width, height] = label.size_mm.map((mm) => mm * 8) as [number, number];
      const places = [...labelZpl([label]).matchAll(/\^FO(\d+),(\d+)(?:.*?\^FB(\d+))?/g)];
      expect(places.length).toBeGreaterThan(2);
      for (const [, x, y, block] of places) {
        expect(Number(x) + Number(block ?? 0)).toBeLessThanOrEqual(width);
        expect(Number(y)).toBeLessThan(height);
      }
    }
  });
});
