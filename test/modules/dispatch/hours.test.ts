import { describe, expect, it } from 'vitest';
import { drivingMatrix } from '../../../solver/shared/matrix.ts';
import { freeLeg, legOf, pacesFrom, SPEED_FACTOR } from '../../../src/dispatch/travel.ts';
import { useFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned } from './fleet.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

const minutes = (count: number) => count * 60_000;
const seoul = (clock: string) => new Date(`2026-11-${clock}:00+09:00`);
/** Ten kilometres as the crow flies to the north and to the south of the yard. */
const northAndSouth = [37.69, 37.51].map((lat) => ({ lat, lon: 126.77 }));
const DUE_MIN = 97;

interface Timed {
  vehicleId: string;
  departAt: string;
  endAt: string;
  stops: { late_s: number; parcels: unknown[] }[];
}
const byDeparture = (routes: Timed[]) => routes.toSorted((a, b) => Date.parse(a.departAt) - Date.parse(b.departAt));

describe('a plan knows the hours on the road', () => {
  /** How the two doors are driven, each due 97 minutes after a departure, where a second van costs much. */
  async function drivenFrom(clock: string) {
    const departAt = seoul(clock);
    const promiseBy = new Date(departAt.getTime() + minutes(DUE_MIN)).toISOString();
    const parcels = await parcelsFor(
      floor,
      northAndSouth.map((door) => ({ ...door, promiseBy })),
    );
    const cost = { fixed: 100_000 };
    const vans = [await addVan(floor, { cost }), await addVan(floor, { cost })];
    const { routes, unassigned } = await planned(floor, parcels, vans, { departAt: departAt.toISOString() });
    expect(unassigned).toEqual([]);
    return routes as unknown as Timed[];
  }

  it('one van does at night, and after a rush hour that ends on the way, what takes two in the middle of it', async () => {
    const late = (routes: Timed[]) => routes.flatMap(({ stops }) => stops).some(({ late_s }) => late_s > 0);
    const [night, rush, evening] = [
      await drivenFrom('21T03:00'),
      await drivenFrom('20T17:30'),
      // at half past seven in the evening roads are slow enough for two vans, at eight they no longer are
      await drivenFrom('20T19:30'),
    ];
    expect([night.length, rush.length, evening.length]).toEqual([1, 2, 1]);
    expect([night, rush, evening].some(late)).toBe(false);
  });

  it('to the second as the solver drives, whatever the hour and the way', () => {
    const spots = Array.from({ length: 12 }, (_, i) => ({ lat: 37.4 + ((i * 7) % 12) / 30, lon: 126.7 + i / 25 }));
    const table = drivingMatrix(spots.map(({ lat, lon }) => [lon, lat] as const)).durations;
    spots.forEach((from, i) =>
      spots.forEach((to, j) => {
        expect(freeLeg(from, to).duration_s).toBe(Math.round(table[i]![j]! / SPEED_FACTOR));
      }),
    );
  });
});

describe('a drive', () => {
  const [from, to] = [
    { lat: 37.6, lon: 126.77 },
    { lat: 37.9, lon: 126.77 },
  ] as const;
  const arrivesAt = (timeZone: string, at: Date) => at.getTime() + legOf(from, to, { timeZone, at }).drive_s * 1000;

  it('that begins later is not over earlier, at any minute of a day', () => {
    const day = Array.from({ length: 1_440 }, (_, minute) => new Date(seoul('20T00:00').getTime() + minutes(minute)));
    const arrivals = day.map((at) => arrivesAt('Asia/Seoul', at));
    expect(arrivals.every((at, i) => i === 0 || at >= arrivals[i - 1]!)).toBe(true);
    expect(legOf(from, to, { timeZone: 'Asia/Seoul', at: seoul('20T18:00') }).drive_s).toBeGreaterThan(
      1.5 * legOf(from, to, { timeZone: 'Asia/Seoul', at: seoul('20T03:00') }).drive_s,
    );
  });

  it('goes by the clock on the wall in the nights in which it is changed, and in zones off the hour', () => {
    const speeds = (timeZone: string, origin: string, hours: number) => {
      const at = new Date(origin);
      return pacesFrom(timeZone, at, new Date(at.getTime() + minutes(60 * hours)));
    };
    const rush = (paces: { from: number; speed: number }[]) => paces.find(({ speed }) => speed === 53)!.from / 3_600;
    // six in the evening comes 18 hours after midnight, 17 where the clock skips an hour, 19 where it shows one twice
    expect(rush(speeds('Asia/Seoul', '2026-11-19T15:00:00Z', 24))).toBe(18);
    expect(rush(speeds('Europe/Berlin', '2026-03-28T23:00:00Z', 24))).toBe(17);
    expect(rush(speeds('Europe/Berlin', '2026-10-24T22:00:00Z', 24))).toBe(19);
    expect(rush(speeds('Asia/Kathmandu', '2026-11-19T18:15:00Z', 24))).toBe(18);
  });
});

describe('a van that comes back for more', () => {
  const doors = (count: number) => Array.from({ length: count }, (_, i) => ({ lat: 37.61 + i * 0.003, lon: 126.77 }));
  const small = { capacity: { parcels: 2, weight_g: 50_000, volume_cm3: 500_000 } };

  it('drives up to three trips of one plan, each once it is loaded again', async () => {
    const van = await addVan(floor, small);
    const { routes, unassigned } = await planned(floor, await parcelsFor(floor, doors(7)), [van]);
    const trips = byDeparture(routes as unknown as Timed[]);
    expect(trips.map(({ stops }) => stops.length)).toEqual([2, 2, 2]);
    trips.slice(1).forEach(({ departAt }, at) => {
      expect(Date.parse(departAt)).toBe(Date.parse(trips[at]!.endAt) + minutes(15));
    });
    expect(unassigned).toMatchObject([{ reason: { code: 'vehicles_full' } }]);
  });

  it('is not waited for where another one stands idle, but where that one costs more', async () => {
    const vansOf = async (cost: object) => {
      const vans = [await addVan(floor, { ...small, cost }), await addVan(floor, { ...small, cost })];
      const { routes } = await planned(floor, await parcelsFor(floor, doors(4)), vans);
      expect(routes).toHaveLength(2);
      return new Set(routes.map(({ vehicleId }) => vehicleId)).size;
    };
    expect(await vansOf({})).toBe(2);
    expect(await vansOf({ fixed: 100_000 })).toBe(1);
  });
});
