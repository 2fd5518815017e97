import { expect, it } from 'vitest';
import { blank, missingIn, type Typed, written } from '../../../console-app/screens/stock/newItem.ts';

const whole: Typed = {
  ...blank,
  sellerId: 's',
  code: 'A',
  name: 'A',
  length: '1',
  width: '1',
  height: '1',
  weight: '1',
};

it('reads a decimal point or comma and thousands, and nothing that would be sent as none', () => {
  const weightOf = (weight: string) =>
    missingIn({ ...whole, weight }).length > 0 ? undefined : written({ ...whole, weight }).weight_g;
  expect(['1030', ' 1,030 ', '12,500.4', '10,5', '1.4', '1'].map(weightOf)).toEqual([1_030, 1_030, 12_500, 11, 1, 1]);
  expect(['', '0', '0.9', '-3', '1e3', '5 g', '1,03,0'].map(weightOf)).toEqual(Array(7).fill(undefined));
  expect(written({ ...whole, length: '10,5', width: '0.1', height: '1,000' }).size_mm).toEqual([105, 1, 10_000]);
  expect(missingIn({ ...whole, length: '0,04', height: '' })).toEqual(['length', 'height']);
});

it('takes no barcode of which a digit is not the label’s, and any other code', () => {
  const missing = (barcode: string) => missingIn({ ...whole, barcode });
  expect(['', '8801234567893', '96385074', '614141000012', 'ABC-1', '1234567890'].flatMap(missing)).toEqual([]);
  expect(['8801234567890', ' 96385075 ', '614141000013'].map(missing)).toEqual([['barcode'], ['barcode'], ['barcode']]);
});

it('asks for the days left where expiry dates are kept, and names all that is missing in the order of the form', () => {
  expect(missingIn({ ...whole, minLifeDays: '' })).toEqual([]);
  expect(missingIn({ ...blank, sellerId: '', expiryTracked: true, minLifeDays: '1.5' })).toEqual([
    'sellerId',
    'code',
    'name',
    'length',
    'width',
    'height',
    'weight',
    'minLifeDays',
  ]);
});
