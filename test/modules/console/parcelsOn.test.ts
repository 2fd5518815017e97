import { expect, it } from 'vitest';
import { parcelsOn } from '../../../console-app/screens/routes/parcelsOn.ts';

it('counts the parcels of a route once each, without those that stayed at the dock', () => {
  const stop = (...parcels: [string, 'out' | 'left' | 'failed'][]) => ({
    parcels: parcels.map(([parcelId, state]) => ({ parcelId, state })),
  });
  const first = { stops: [stop(['one', 'failed'], ['two', 'left']), stop(['three', 'left']), stop(['one', 'out'])] };
  const second = { stops: [stop(['two', 'out'])] };
  expect(parcelsOn([first])).toBe(1);
  expect(parcelsOn([first, second])).toBe(2);
});
