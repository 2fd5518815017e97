import type { Pace, Room } from '../layout/index.ts';
import type { Backlog } from '../orders/index.ts';

const HOUR_MS = 3_600_000;
/** A picked order waits for its packer, a packed parcel for its loader, this long on the way through the house. */
const STEP_MS = 15 * 60_000;

/** What the road takes: as this site's vehicles drove lately. */
export interface Driven {
  /** From the dock to the last door. */
  tour_s: number;
  /** A door more: the way to it and what is done there. */
  stop_s: number;
}

/** A vehicle with the time it still has. */
export interface VanTime {
  /** When it is free: its shift has begun and it is back from all that it has. */
  freeAt: Date;
  shiftToAt: Date;
  parcels: number;
  /** Parcels that still fit on a route of it that has not left; null: it has none, and another trip begins at the dock. */
  spare: number | null;
}

export interface House {
  now: Date;
  pace: Pace;
  backlog: readonly Backlog[];
  /** Parcels on routes that have not left, by their due times. */
  planned: readonly { dueAt: Date; parcels: number }[];
  vans: readonly VanTime[];
  driven: Driven;
}

/**
 * How many more orders can be brought by an instant: the least of what can still be picked, packed, loaded and driven until
 * then, each less what waits for it and is due no later. Orders that are due later give way.
 */
export function roomUntil(deliverBy: Date, house: House): Room {
  const { now, pace, backlog, driven } = house;
  const due = backlog.filter(({ promiseBy }) => promiseBy <= deliverBy);
  const sum = (of: (row: Backlog) => number) => due.reduce((total, row) => total + of(row), 0);
  const leave_ms = deliverBy.getTime() - driven.tour_s * 1000;
  const done = (perHour: number | null, steps: number) => {
    if (perHour === null) return Number.POSITIVE_INFINITY;
    return (perHour * Math.max(0, leave_ms - steps * STEP_MS - now.getTime())) / HOUR_MS;
  };
  const rooms = [
    { limitedBy: 'pick' as const, room: done(pace.picksPerHour, 2) - sum(({ toPick }) => toPick) },
    { limitedBy: 'pack' as const, room: done(pace.packsPerHour, 1) - sum(({ toPack }) => toPack) },
    { limitedBy: 'load' as const, room: done(pace.loadsPerHour, 0) - sum(({ toLoad }) => toLoad) },
  ];
  const planned = house.planned.filter(({ dueAt }) => dueAt <= deliverBy);
  const waiting = Math.max(0, sum(({ ours }) => ours) - planned.reduce((total, { parcels }) => total + parcels, 0));
  const road = { limitedBy: 'road' as const, room: stopsUntil(deliverBy, house) - waiting };
  const least = (list: { room: number }[]) =>
    Math.min(MOST, Math.max(0, Math.floor(Math.min(...list.map(({ room }) => room)))));
  const { limitedBy } = [...rooms, road].reduce((tightest, one) => (one.room < tightest.room ? one : tightest));
  return { deliverBy, room: least([...rooms, road]), floorRoom: least(rooms), limitedBy };
}

/** More than this is no limit that anybody meets, and fits a whole number of the database. */
const MOST = 1_000_000_000;

/** Doors that the vehicles still reach in time: on the slack behind the routes they have, and on trips of their own. */
function stopsUntil(deliverBy: Date, { now, vans, driven: { stop_s, tour_s } }: House): number {
  return vans.reduce((total, { freeAt, shiftToAt, parcels, spare }) => {
    const from_ms = Math.max(now.getTime(), freeAt.getTime());
    const free_s = (Math.min(deliverBy.getTime(), shiftToAt.getTime()) - from_ms) / 1000;
    if (free_s <= 0) return total;
    // the way to the first door of a trip costs as much as two doors
    const doors = Math.floor(free_s / stop_s) - (spare === null ? 2 : 0);
    const trips = Math.floor(free_s / tour_s) + (spare === null ? 1 : 0);
    return total + Math.max(0, Math.min(doors, (spare ?? 0) + trips * parcels));
  }, 0);
}
