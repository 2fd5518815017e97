import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomUntil, type House } from '../../../src/dispatch/room.ts';

const now = new Date('2026-11-20T12:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const dawn = hours(10);
const row = (promiseBy: Date, orders: number) => ({
  promiseBy,
  toPick: orders,
  toPack: orders,
  toLoad: orders,
  ours: orders,
});
const van = { freeAt: now, shiftToAt: hours(24), parcels: 100, spare: null };

/** Two and a half hours on the road: seven and a half are left for the house, and the doors are ten minutes apart. */
function house(more: Partial<House> = {}): House {
  const pace = { picksPerHour: 1_000, packsPerHour: 1_000, loadsPerHour: 1_000 };
  const driven = { tour_s: 9_000, stop_s: 600 };
  return { now, pace, backlog: [], planned: [], vans: Array.from({ length: 200 }, () => van), driven, ...more };
}
const pace = (of: Partial<House['pace']>) => ({ picksPerHour: null, packsPerHour: null, loadsPerHour: null, ...of });

describe('the room that is left until a delivery', () => {
  it('is what can still be picked, packed or loaded in time, whichever is least, and says which', () => {
    expect(roomUntil(dawn, house({ pace: pace({ picksPerHour: 60 }) }))).toMatchObject({
      room: 420,
      limitedBy: 'pick',
    });
    expect(roomUntil(dawn, house({ pace: pace({ packsPerHour: 60 }) }))).toMatchObject({
      room: 435,
      limitedBy: 'pack',
    });
    expect(roomUntil(dawn, house({ pace: pace({ loadsPerHour: 60 }) }))).toMatchObject({
      room: 450,
      limitedBy: 'load',
    });
  });

  it('is less by what waits and is due no later; what is due later gives way', () => {
    const backlog = [row(hours(6), 100), row(dawn, 50), row(hours(34), 5_000)];
    const asked = house({ pace: pace({ picksPerHour: 60 }), backlog });
    expect(roomUntil(dawn, asked).room).toBe(420 - 150);
  });

  it('is no more than the vehicles reach: a trip of their own, less the way out', () => {
    const { room, floorRoom, limitedBy } = roomUntil(dawn, house({ vans: [van] }));
    // ten hours of doors ten minutes apart, two of them for the way out
    expect({ room, limitedBy }).toEqual({ room: 58, limitedBy: 'road' });
    expect(floorRoom).toBeGreaterThan(5_000);
    expect(roomUntil(dawn, house({ vans: [{ ...van, parcels: 7 }] })).room).toBe(5 * 7);
    expect(roomUntil(dawn, house({ vans: [{ ...van, shiftToAt: hours(1) }] })).room).toBe(4);
    expect(roomUntil(dawn, house({ vans: [{ ...van, freeAt: hours(11) }] })).room).toBe(0);
  });

  it('counts the slack behind a route that has not left, and its parcels only once', () => {
    const busy = { ...van, freeAt: hours(9), spare: 3 };
    expect(roomUntil(dawn, house({ vans: [busy] })).room).toBe(3);
    const planned = [{ dueAt: dawn, parcels: 97 }];
    expect(roomUntil(dawn, house({ vans: [busy], backlog: [row(dawn, 97)], planned })).room).toBe(3);
    expect(roomUntil(dawn, house({ vans: [busy], backlog: [row(dawn, 99)], planned })).room).toBe(1);
  });

  it('never grows with more work, less time or fewer vehicles', () => {
    const amounts = fc.record({ orders: fc.nat(400), more: fc.nat(50), vans: fc.nat(12), later: fc.nat(600) });
    fc.assert(
      fc.property(amounts, ({ orders, more, vans, later }) => {
        const of = (work: number, count: number, minutes: number) =>
          roomUntil(
            dawn,
            house({
              now: new Date(now.getTime() + minutes * 60_000),
              pace: pace({ packsPerHour: 40 }),
              backlog: [row(dawn, work)],
              vans: Array.from({ length: count }, () => van),
            }),
          ).room;
        const room = of(orders, vans + 1, later);
        expect(of(orders + more, vans + 1, later)).toBeLessThanOrEqual(room);
        expect(of(orders, vans, later)).toBeLessThanOrEqual(room);
        expect(of(orders, vans + 1, later + more)).toBeLessThanOrEqual(room);
      }),
    );
  });
});
