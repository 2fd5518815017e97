import { isInside, type Spot } from '../platform/geometry.ts';
import { openCutOffs, type Promised } from './cutOff.ts';
import type { Limit, Zone } from './schema.ts';
import type { Promising, Room } from './store.ts';

export interface Promises {
  zone: Zone | undefined;
  /** The site delivers within zones, and the spot lies in none. */
  outside: boolean;
  carrier: string;
  /** What an order of now gets: the earliest delivery that is not full. */
  promise: Promised | undefined;
  cutOffs: (Promised & { room: number | null; limitedBy: Limit | null; reckonedAt: Date | null })[];
}

/** The first zone by name that a spot lies in. */
export function zoneAt(zones: readonly Zone[], spot: Spot): Zone | undefined {
  return zones.find(({ polygon }) => isInside(polygon, spot));
}

/**
 * What a site still promises at a spot: the cut-offs of its zone that an order of this instant makes, each with the room
 * that is left. A full one is passed over; where all are full the last one stands, for nobody is sent away. Without a
 * spot (an address without coordinates) the cut-offs of the whole site hold.
 */
export function promisesAt({ timeZone, cutOffs, zones, rooms }: Promising, at: Date, spot: Spot | undefined): Promises {
  const zone = spot && zoneAt(zones, spot);
  const outside = spot !== undefined && zone === undefined && zones.length > 0;
  const carrier = zone?.carrier ?? 'own';
  const holding = cutOffs.filter(({ cutOffId }) => zone?.cutOffIds?.includes(cutOffId) ?? true);
  const roomBy = new Map(rooms.map((room) => [room.deliverBy.getTime(), room]));
  const open = openCutOffs(holding, timeZone, at).map((cutOff) => {
    const room = roomBy.get(cutOff.deliverBy.getTime());
    return {
      ...cutOff,
      room: roomFor(room, carrier),
      limitedBy: room?.limitedBy ?? null,
      reckonedAt: room?.at ?? null,
    };
  });
  const chosen = open.find(({ room }) => room === null || room > 0) ?? open.at(-1);
  if (outside) return { zone, outside, carrier, promise: undefined, cutOffs: [] };
  return { zone, outside, carrier, promise: chosen && promised(chosen), cutOffs: open };
}

const promised = ({ cutOffId, name, orderBy, deliverBy }: Promised): Promised => ({
  cutOffId,
  name,
  orderBy,
  deliverBy,
});

const roomFor = (room: Room | undefined, carrier: string): number | null =>
  room === undefined ? null : carrier === 'own' ? room.room : room.floorRoom;
