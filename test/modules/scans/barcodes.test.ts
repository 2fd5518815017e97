import { beforeAll, expect, it } from 'vitest';
import { checkDigit, makeSscc } from '../../../src/platform/documents/gs1Keys.shared.ts';
import { classify } from '../../../src/scans/codes.shared.ts';
import { symbolFor } from '../../../src/scans/symbolFor.ts';
import { useFloor, type Floor } from '../packing/floor.ts';
import { addItem } from '../../support/goods.ts';
import { decoded, openDecoder, pages } from '../../support/printed.ts';
import { refused } from '../../support/refused.ts';
import type { Person, TestServer } from '../../support/server.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));
beforeAll(openDecoder);

const a4_mm = [210, 297] as const;

async function printed(who: Person, labels: object[]): Promise<string[]> {
  const answer = await fetch(`${server.url}/v1/barcode-sheets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json', 'idempotency-key': 'a sheet' },
    body: JSON.stringify({ labels }),
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  return pages(Buffer.from(await answer.arrayBuffer()));
}

const textsOn = async (page: string) => (await decoded(page, a4_mm)).map(({ text }) => text).toSorted();

it('prints codes of items, bins, totes and LPNs on stickers, each so that it is read back as it stands', async () => {
  const goods = await addItem(floor, { name: '보리차 1.5리터 12병 묶음' });
  const codes = [
    goods.barcode,
    'A-01-1',
    'TOTE-0001',
    'LPN0000001',
    'BOX-S',
    '96385074',
    'A-CODE-OF-FORTY-LETTERS-IS-A-SQUARE-0001',
  ];
  const labels = codes.map((code) => ({ code, title: goods.code, note: '보리차 1.5리터 12병 묶음' }));
  const [page, ...more] = await printed(floor.manager, labels);
  expect(more).toEqual([]);
  expect(await textsOn(page!)).toEqual(codes.toSorted());
});

it('prints no label that a handheld would refuse, and names those that it would', async () => {
  const year = 2026;
  const goods = await addItem(floor);
  // every kind of code, as its bars and as it stands: both are what a handheld takes
  const taken = {
    gtin: ['96385074', goods.barcode, goods.barcode.padStart(14, '0')],
    sscc: [makeSscc(0, '8801234', 7)],
    code128: ['A-01-1', 'TOTE-0001', 'LPN0000001', 'VEH-1', 'BOX-S', '1234567', '123456789', '12345678901234567'],
    qr: ['A-CODE-OF-FORTY-LETTERS-IS-A-SQUARE-0001', '123456789012345678901234567'],
  };
  for (const [kind, codes] of Object.entries(taken)) {
    for (const code of codes) {
      const barcode = symbolFor(code);
      expect(barcode.kind).toBe(kind);
      const read = kind === 'sscc' ? `00${barcode.value}` : barcode.value;
      expect([code, read, classify(read, { year })]).toMatchObject([code, read, { ok: true }]);
    }
  }
  const all = Object.values(taken).flat();
  expect(
    await printed(
      floor.manager,
      all.map((code) => ({ code })),
    ),
  ).toHaveLength(1);
  // a seller's own numbers that are as long as barcodes and end in another digit; letters that no scanner types
  const numbers = [8, 12, 13, 14, 18].map((long) => {
    const digits = '12345678901234567'.slice(0, long - 1);
    return `${digits}${(Number(checkDigit(digits)) + 1) % 10}`;
  });
  for (const code of [...numbers, '보리차']) {
    expect(classify(symbolFor(code).value, { year }).ok).toBe(false);
    const labels = [{ code: 'A-01-1' }, { code, title: 'Barley tea' }];
    const { status, body } = await floor.manager.post('/v1/barcode-sheets', { labels });
    expect([status, body.error]).toMatchObject([422, { code: 'label_unread', field: 'labels', got: code }]);
  }
});

it('fills a sheet with 21 and goes on to the next, in the order in which they were asked for', async () => {
  const codes = Array.from({ length: 23 }, (_, at) => `TOTE-${String(at + 1).padStart(4, '0')}`);
  const [first, second, ...more] = await printed(
    floor.receiver,
    codes.map((code) => ({ code })),
  );
  expect(more).toEqual([]);
  expect(await textsOn(first!)).toEqual(codes.slice(0, 21));
  expect(await textsOn(second!)).toEqual(codes.slice(21));
});

it('draws the barcode that is kept as 14 digits as it is printed on the goods', async () => {
  const goods = await addItem(floor);
  const seller = await server.as('seller', { sellerId: floor.sellerId });
  const item = (await seller.get(`/v1/items/${goods.itemId}`)).body;
  const drawn = (await seller.get(`/v1/barcode?code=${item.barcodes[0].code}`)).body;
  expect(drawn).toMatchObject({ kind: 'gtin', text: goods.barcode, linear: true, columns: 95, rows: 1 });
  // what it draws is what a scanner reads
  const wide_mm = (drawn.columns + 2 * drawn.quiet) / 4;
  const points = (modules: number) => ((modules / 4) * 72) / 25.4;
  const bars = drawn.bars as { column: number; width: number }[];
  const page = bars.map(({ column, width }) => `${points(column + drawn.quiet)} 0 ${points(width)} 60 re\n`).join('');
  expect(await decoded(page, [wide_mm, 30])).toMatchObject([{ text: goods.barcode }]);
});

it('prints nothing that no scanner reads, no more than a printer takes, and for nobody on the road', async () => {
  const { manager, driver } = floor;
  const sheet = (codes: string[]) => ({ labels: codes.map((code) => ({ code })) });
  await refused(manager.post('/v1/barcode-sheets', sheet([])), 422, 'invalid');
  await refused(manager.post('/v1/barcode-sheets', sheet(['A\u0007B'])), 422, 'invalid');
  await refused(manager.post('/v1/barcode-sheets', sheet(Array(631).fill('A-1'))), 422, 'invalid');
  await refused(driver.post('/v1/barcode-sheets', sheet(['A-1'])), 403, 'not_allowed');
  // the longest that is let in, in the widest letters
  const longest = { code: 'W'.repeat(80), title: '뷁'.repeat(200), note: '뷁'.repeat(300) };
  expect(await printed(manager, [longest])).toHaveLength(1);
});
