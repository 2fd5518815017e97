import { expect, it } from 'vitest';
import { named } from '../../../console-app/screens/routes/named.ts';

it('numbers the trips of a vehicle that drives several, and no other', () => {
  const trips = ['VEH-01', 'VEH-03', 'VEH-03', 'VEH-04'].map((vehicle) => ({ vehicle, vehicleId: `of ${vehicle}` }));
  const names = named(trips).map(({ name }) => name);
  expect(names).toEqual(['VEH-01', 'VEH-03 · 1', 'VEH-03 · 2', 'VEH-04']);
});
