import { expect, it } from 'vitest';
import type { Visits } from '../../../console-app/link/wire.ts';
import { lastFailed } from '../../../console-app/screens/orders/lastFailed.ts';

type Visit = Visits['visits'][number];

const visit = (parcelId: string, doneAt: string, reason: string): Visit => ({
  stopId: `stop of ${doneAt}`,
  routeId: `route of ${doneAt}`,
  vehicle: 'VEH-1',
  driverId: null,
  departedAt: doneAt,
  position: 1,
  state: 'failed',
  etaAt: doneAt,
  doneAt,
  reason,
  proof: { photoId: null, signatureId: null, code: false },
  parcels: [{ parcelId, sscc: parcelId, state: 'back', afterFailure: 'later', decidedAt: null }],
});

it('says of an order with several parcels when and why it failed last, whichever of them that was', () => {
  const visits = [
    visit('one', '2026-11-20T01:00:00Z', 'nobody_home'),
    visit('two', '2026-11-20T02:00:00Z', 'refused'),
    visit('one', '2026-11-20T03:00:00Z', 'access_code'),
  ];
  const { latest, shut } = lastFailed(visits)!;
  expect(latest).toMatchObject({ doneAt: '2026-11-20T03:00:00Z', reason: 'access_code' });
  expect(shut.map(({ parcelId }) => parcelId)).toEqual(['one', 'two']);
  const handed = visits.map((one) => ({
    ...one,
    parcels: one.parcels.map((of) => ({ ...of, state: 'delivered' as const })),
  }));
  expect(lastFailed([...visits, ...handed])).toBeUndefined();
});
