/** A table of travel between places: whole seconds and whole metres, row = from, column = to. */
export interface TravelMatrix {
  durations: ArrayLike<number>[];
  distances: ArrayLike<number>[];
}

/** How crow-fly distance becomes a drive. */
export interface DrivingProfile {
  /** Road length over crow-fly length; 1.3 is the usual figure for streets (1.25 open country … 1.4 hills and rivers). */
  circuity: number;
  speed_kmh: number;
}

export const cityVan: DrivingProfile = { circuity: 1.3, speed_kmh: 30 };

const earthRadius_m = 6_371_008.8;
const radians = Math.PI / 180;

/** Great-circle distance between two [longitude, latitude] places in metres (haversine). */
export function crowFly_m(from: readonly [number, number], to: readonly [number, number]): number {
  return arc_m(from, to, Math.cos(from[1] * radians) * Math.cos(to[1] * radians));
}

/** `width`: the product of the cosines of both latitudes. */
function arc_m(from: readonly [number, number], to: readonly [number, number], width: number): number {
  const north = Math.sin(((to[1] - from[1]) * radians) / 2);
  const east = Math.sin(((to[0] - from[0]) * radians) / 2);
  const chord = north * north + width * east * east;
  return 2 * earthRadius_m * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/**
 * The matrix for places given as [longitude, latitude], for when no road engine is at hand: every pair as `crowFly_m` has it to
 * the last bit, which is the same in both directions and so is reckoned once.
 */
export function drivingMatrix(places: readonly (readonly [number, number])[], profile = cityVan): TravelMatrix {
  const secondsPerMetre = 3.6 / profile.speed_kmh;
  const distances = places.map(() => new Int32Array(places.length));
  const durations = places.map(() => new Int32Array(places.length));
  const widths = places.map(([, lat]) => Math.cos(lat * radians));
  for (let from = 0; from < places.length; from++) {
    for (let to = from + 1; to < places.length; to++) {
      const distance_m = arc_m(places[from]!, places[to]!, widths[from]! * widths[to]!) * profile.circuity;
      const duration_s = Math.round(distance_m * secondsPerMetre);
      distances[from]![to] = distances[to]![from] = Math.round(distance_m);
      durations[from]![to] = durations[to]![from] = duration_s;
    }
  }
  return { durations, distances };
}
