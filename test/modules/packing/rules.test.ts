import { expect, test } from 'vitest';
import { coldest, decidePack, smallestFor, tolerance_g, type Piece } from '../../../src/packing/rules.ts';

const cartons = [
  { cartonCode: 'L', size_mm: [500, 400, 300] as [number, number, number], maxWeight_g: 25_000, tare_g: 300 },
  { cartonCode: 'S', size_mm: [250, 200, 150] as [number, number, number], maxWeight_g: 5_000, tare_g: 100 },
];
const piece = (size_mm: number[], more: Partial<Piece> = {}): Piece => {
  return { itemId: 'i', size_mm, weight_g: 100, keepUpright: false, quantity: 1, ...more };
};

test.each([
  ['the smallest that holds them', [piece([100, 100, 100])], ['S']],
  ['a larger one for a long edge', [piece([20, 20, 480])], ['L']],
  ['a larger one for the weight', [piece([100, 100, 100], { weight_g: 4_950 })], ['L']],
  ['a larger one for the volume', [piece([100, 100, 100], { quantity: 6 })], ['L']],
  ['none where nothing fits', [piece([600, 10, 10])], []],
])('proposes %s when no solver has time', (_, pieces, codes) => {
  expect(smallestFor(cartons, pieces)).toEqual(codes);
});

test.each([
  [100, 30],
  [1_000, 30],
  [2_000, 60],
])('lets a parcel of %i g differ by %i g', (expected_g, allowed_g) => {
  expect(tolerance_g(expected_g)).toBe(allowed_g);
});

test('a parcel is as cold as its coldest item', () => {
  expect(coldest(['ambient', 'frozen', 'chilled'])).toBe('frozen');
  expect(coldest([])).toBe('ambient');
});

test('shares units out over lots and lines without taking any twice', () => {
  const lying = [
    { itemId: 'a', lot: '1', serial: '', quantity: 2 },
    { itemId: 'a', lot: '2', serial: '', quantity: 2 },
  ];
  const open = [
    { lineNo: 1, itemId: 'a', quantity: 1 },
    { lineNo: 2, itemId: 'a', quantity: 3 },
  ];
  const decided = decidePack({ itemId: 'a', quantity: 4 }, lying, open);
  expect(decided).toEqual({
    taken: [
      { lineNo: 1, itemId: 'a', lot: '1', serial: '', quantity: 1 },
      { lineNo: 2, itemId: 'a', lot: '1', serial: '', quantity: 1 },
      { lineNo: 2, itemId: 'a', lot: '2', serial: '', quantity: 2 },
    ],
  });
  const other = decidePack({ itemId: 'a', quantity: 1, lot: '3' }, lying, open);
  expect(other).toMatchObject({ refusal: { code: 'pack_other_lot', got: '3' } });
});

test('packs the serial numbers that lie in the tote, and asks which where there are several', () => {
  const lying = ['SN-1', 'SN-2'].map((serial) => ({ itemId: 'a', lot: '', serial, quantity: 1 }));
  const open = [{ lineNo: 1, itemId: 'a', quantity: 2 }];
  const packing = (serial?: string) =>
    decidePack({ itemId: 'a', quantity: 1, ...(serial === undefined ? {} : { serial }) }, lying, open);
  expect(packing('SN-9')).toMatchObject({
    refusal: { code: 'pack_other_serial', got: 'SN-9', expected: ['SN-1', 'SN-2'] },
  });
  expect(packing()).toMatchObject({ refusal: { code: 'serial_required' } });
  expect(packing('SN-2')).toMatchObject({ taken: [{ serial: 'SN-2', quantity: 1 }] });
});
