import type * as Turf from '@turf/turf';
import { onDemand } from './onDemand.ts';

const turf = onDemand((require) => require('@turf/turf') as typeof Turf);

/** Degrees of WGS 84. */
export interface Spot {
  lat: number;
  lon: number;
}

/** A closed outline; its last corner joins the first. */
export type Ring = readonly Spot[];

const METRES = { units: 'meters' } as const;
const at = ({ lat, lon }: Spot): [number, number] => [lon, lat];
const closed = (ring: Ring) => turf().polygon([[...ring.map(at), at(ring[0]!)]]);
const lineOf = (spots: readonly Spot[]) => turf().lineString(spots.map(at));

/** Turf's sphere. */
const EARTH_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Great-circle distance in metres (haversine), to the last bit as the solver's own tables have it. */
export function crowFly_m(from: Spot, to: Spot): number {
  const north = Math.sin(((to.lat - from.lat) * RADIANS) / 2);
  const east = Math.sin(((to.lon - from.lon) * RADIANS) / 2);
  const chord = north * north + Math.cos(from.lat * RADIANS) * Math.cos(to.lat * RADIANS) * east * east;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Points on the outline lie within it. */
export function isInside(ring: Ring, spot: Spot): boolean {
  return turf().booleanPointInPolygon(at(spot), closed(ring));
}

/** Where an outline crosses itself, so that inside and outside are not to be told; undefined if nowhere. */
export function crossingOf(ring: Ring): Spot | undefined {
  const [crossing] = turf().kinks(closed(ring)).features;
  if (crossing === undefined) return undefined;
  const [lon, lat] = crossing.geometry.coordinates as [number, number];
  return { lat, lon };
}

/** The length of a way in metres. */
export function length_m(way: readonly Spot[]): number {
  return way.length < 2 ? 0 : turf().length(lineOf(way), METRES);
}

export interface Snapped {
  /** How far the spot is from the way. */
  off_m: number;
  /** What is left of the way from there on. */
  left_m: number;
}

/** Puts a spot on a way: the nearest point of it, and how much of the way lies behind that point. */
export function snap(way: readonly Spot[], spot: Spot): Snapped {
  const end = way.at(-1)!;
  if (length_m(way) === 0) return { off_m: crowFly_m(spot, end), left_m: 0 };
  const line = lineOf(way);
  const on = turf().nearestPointOnLine(line, turf().point(at(spot)), METRES);
  const [lon, lat] = on.geometry.coordinates as [number, number];
  return {
    off_m: crowFly_m(spot, { lat, lon }),
    left_m: crowFly_m({ lat, lon }, end) === 0 ? 0 : turf().length(turf().lineSlice(on, at(end), line), METRES),
  };
}
