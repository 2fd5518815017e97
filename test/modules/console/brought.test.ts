import { expect, it } from 'vitest';
import type { RouteShown } from '../../../console-app/link/wire.ts';
import { brought } from '../../../console-app/screens/routes/brought.ts';

type Violation = RouteShown['violations'][number];
const broken = (kind: Violation['kind'], amount: number, more: Partial<Violation> = {}): Violation => ({
  kind,
  subject: 'route',
  amount,
  acceptedBy: null,
  ...more,
});
const route = (vehicle: string, violations: Violation[], state: RouteShown['state'] = 'planned') => ({
  routeId: `route of ${vehicle}`,
  vehicle,
  state,
  violations,
});
const chilled = broken('skill', 1, { subject: 'parcel 1' });

it('tells what vehicles cannot do or hold since a change, and not what stood before it or was accepted', () => {
  const after = [
    route('A', [broken('parcels', 3), broken('weight', 500), broken('volume', 20), broken('late', 60)]),
    route('B', [chilled, broken('skill', 1, { subject: 'parcel 2' })]),
    route('C', [broken('parcels', 2, { acceptedBy: 'somebody' })]),
  ];
  expect(brought([], after)).toEqual([
    { vehicle: 'A', kinds: ['parcels', 'weight', 'volume'] },
    { vehicle: 'B', kinds: ['skill'] },
  ]);
  const before = [
    route('A', [broken('parcels', 2), broken('weight', 500), broken('volume', 30)]),
    route('B', [chilled]),
  ];
  // what grew is told, what stayed or fell is not; one parcel more is as good as the first
  expect(brought(before, after)).toEqual([
    { vehicle: 'A', kinds: ['parcels'] },
    { vehicle: 'B', kinds: ['skill'] },
  ]);
  expect(brought(after, after)).toEqual([]);
  // a route that comes back brings all that it breaks
  expect(brought([route('B', after[1]!.violations, 'cancelled')], [after[1]!])).toEqual([
    { vehicle: 'B', kinds: ['skill'] },
  ]);
});
