import { expect, it } from 'vitest';
import { boxAround, boxesLoad, goodsLoad, guessOf, palletsOf } from '../../../console-app/screens/inbound/estimate.ts';

const unit = { size_mm: [100, 80, 60], weight_g: 250 };

it('lays units into the box with the least cardboard, and leaves room for it', () => {
  expect(boxAround(unit, 1)).toEqual([110, 90, 70]);
  expect(boxAround(unit, 12)).toEqual([210, 170, 190]);
  // whatever the number, all of them fit in
  for (const units of [2, 7, 23, 96, 1_000, 1_000_000]) {
    const [a, b, c] = boxAround(unit, units);
    expect(Math.floor(a / 100) * Math.floor(b / 80) * Math.floor(c / 60)).toBeGreaterThanOrEqual(units);
  }
});

it('reckons nothing of what the catalogue does not know, and no size of a mixed box', () => {
  expect(guessOf([])).toBeUndefined();
  expect(
    guessOf([
      { unit, quantity: 2 },
      { unit: undefined, quantity: 1 },
    ]),
  ).toBeUndefined();
  expect(
    guessOf([
      { unit, quantity: 2 },
      { unit, quantity: 1 },
    ]),
  ).toEqual({ weight_g: 750 });
  expect(goodsLoad([{ unit, quantity: 2 }, { quantity: 1 }])).toBeUndefined();
  expect(boxesLoad([{ size_mm: [1, 1, 1], count: 2 }])).toBeUndefined();
});

it('takes what nobody lifts for no box', () => {
  expect(guessOf([{ unit, quantity: 120 }])).toMatchObject({ weight_g: 30_000 });
  expect(guessOf([{ unit, quantity: 121 }])).toBeUndefined();
});

it('counts pallets from half a one on', () => {
  const boxes = (count: number) => boxesLoad([{ size_mm: [500, 400, 300], weight_g: 9_000, count }])!;
  expect(boxes(10)).toEqual({ weight_g: 90_000, volume_cm3: 600_000 });
  expect([10, 13, 25, 26].map((count) => palletsOf(boxes(count)))).toEqual([0, 1, 1, 2]);
});
