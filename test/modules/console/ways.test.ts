import { expect, it } from 'vitest';
import type { DrivenRoute } from '../../../console-app/link/wire.ts';
import { waysOf } from '../../../console-app/screens/routes/driven/ways.ts';

const site = { lat: 37.6, lon: 126.77 };
const stop = (lat: number, doneAt: string, reason: string | null) => ({
  lat,
  lon: 126.77,
  arrivedAt: null,
  doneAt,
  reason,
});

it('joins the doors in the order of the visits, and none to which nobody drove', () => {
  const stops = [
    stop(37.61, '2026-11-20T03:00:00Z', 'refused'),
    stop(37.62, '2026-11-20T02:00:00Z', 'nobody_home'),
    stop(37.63, '2026-11-20T01:00:00Z', 'left_behind'),
    stop(37.64, '2026-11-20T04:00:00Z', 'no_time'),
  ];
  const route = { stops, finishedAt: '2026-11-20T04:00:00Z', returnsTo: 'site', end: null } as unknown as DrivenRoute;
  const { seen, guessed } = waysOf(route, [], site);
  expect(seen).toEqual([]);
  expect(guessed.map(({ lat }) => lat)).toEqual([37.6, 37.62, 37.61, 37.6]);
});
