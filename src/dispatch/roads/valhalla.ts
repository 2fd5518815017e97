import { z } from 'zod';
import type { Spot } from '../../platform/geometry.ts';
import { askJson, inSquares, type Roads } from './port.ts';

/** Valhalla lets 2,500 pairs of locations into one question. */
const SQUARE = 50;

const cell = z.object({ time: z.number().nullish(), distance: z.number().nullish() });
const MatrixAnswer = z.object({ sources_to_targets: z.array(z.array(cell)) });
const RouteAnswer = z.object({
  trip: z.object({
    legs: z.array(z.object({ summary: z.object({ time: z.number(), length: z.number() }), shape: z.string() })),
  }),
});

const METRES_PER_KM = 1_000;
const places = (spots: readonly Spot[]) => spots.map(({ lat, lon }) => ({ lat, lon }));

/** The matrix and route services of a Valhalla server, for cars. */
export function valhalla(url: string): Roads {
  return {
    name: 'valhalla',
    table: (spots) =>
      inSquares(spots, SQUARE, async (sources, targets) => {
        const asked = { sources: places(sources), targets: places(targets), costing: 'auto', units: 'kilometers' };
        const { sources_to_targets } = MatrixAnswer.parse(await askJson(`${url}/sources_to_targets`, asked));
        return sources_to_targets.map((row) =>
          row.map(({ time, distance }) =>
            time == null || distance == null ? null : { duration_s: time, distance_m: distance * METRES_PER_KM },
          ),
        );
      }),
    async way(spots) {
      const asked = { locations: places(spots), costing: 'auto', units: 'kilometers', directions_type: 'none' };
      const { legs } = RouteAnswer.parse(await askJson(`${url}/route`, asked)).trip;
      return {
        legs: legs.map(({ summary }) => ({
          duration_s: Math.round(summary.time),
          distance_m: Math.round(summary.length * METRES_PER_KM),
        })),
        line: legs.flatMap(({ shape }) => decoded(shape)),
      };
    },
  };
}

/** Reads an encoded polyline of six decimals (Google's algorithm, in Valhalla's precision). */
export function decoded(shape: string): Spot[] {
  const spots: Spot[] = [];
  let at = 0;
  const step = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const chunk = shape.charCodeAt(at++) - 63;
      if (!(chunk >= 0) || shift > 30) throw new Error('a line that ends in the middle of a number');
      value |= (chunk & 31) << shift;
      if (chunk < 32) return value & 1 ? ~(value >> 1) : value >> 1;
    }
  };
  for (let [lat, lon] = [0, 0]; at < shape.length;) {
    lat += step();
    lon += step();
    spots.push({ lat: lat / 1e6, lon: lon / 1e6 });
  }
  return spots;
}
