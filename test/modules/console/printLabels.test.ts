import { expect, it } from 'vitest';
import type { Item } from '../../../console-app/link/wire.ts';
import { itemLabels, mostLabels, seriesLabels, timesEach } from '../../../console-app/screens/stock/print/labels.ts';

it('makes a sticker of each barcode of an item, says how many a case holds, and takes the code where there is none', () => {
  const tea = {
    code: 'TEA',
    name: 'Tea',
    barcodes: [
      { code: '08801234567893', quantity: 1 },
      { code: '1', quantity: 12 },
    ],
  };
  const bare = { code: 'BARE', name: 'Bare', barcodes: [] };
  expect(itemLabels([tea, bare] as unknown as Item[])).toEqual([
    { code: '08801234567893', title: 'TEA', note: 'Tea' },
    { code: '1', title: 'TEA', note: 'Tea × 12' },
    { code: 'BARE', title: 'BARE', note: 'Bare' },
  ]);
});

it('counts totes, carts and LPNs on in their digits, and not beyond them', () => {
  const codes = (...asked: Parameters<typeof seriesLabels>) => seriesLabels(...asked).map(({ code }) => code);
  expect(codes('totes', 9, 2)).toEqual(['TOTE-0009', 'TOTE-0010']);
  expect(codes('lpns', 1, 1)).toEqual(['LPN0000001']);
  expect(codes('carts', 98, 5)).toEqual(['CART-98', 'CART-99']);
  expect(codes('carts', 0, 0)).toEqual([]);
  expect(codes('lpns', 1, 9_999_999)).toHaveLength(mostLabels + 1);
  expect(timesEach([{ code: 'A' }, { code: 'B' }], 2).map(({ code }) => code)).toEqual(['A', 'A', 'B', 'B']);
});
