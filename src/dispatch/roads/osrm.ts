import { z } from 'zod';
import type { Spot } from '../../platform/geometry.ts';
import { askJson, inSquares, type Roads } from './port.ts';

/** OSRM lets 100 coordinates into one question, sources and targets together. */
const SQUARE = 50;

const cells = z.array(z.array(z.number().nullable()));
const TableAnswer = z.object({ code: z.literal('Ok'), durations: cells, distances: cells });
const RouteAnswer = z.object({
  code: z.literal('Ok'),
  routes: z
    .array(
      z.object({
        legs: z.array(z.object({ duration: z.number(), distance: z.number() })),
        geometry: z.object({ coordinates: z.array(z.tuple([z.number(), z.number()])) }),
      }),
    )
    .min(1),
});

const written = (spots: readonly Spot[]) =>
  spots.map(({ lat, lon }) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(';');
const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at).join(';');

/** The table and route services of an OSRM server (v1, profile driving). */
export function osrm(url: string): Roads {
  return {
    name: 'osrm',
    table: (spots) =>
      inSquares(spots, SQUARE, async (sources, targets) => {
        const [from, to] = [range(0, sources.length), range(sources.length, targets.length)];
        const query = `annotations=duration,distance&sources=${from}&destinations=${to}`;
        const path = `/table/v1/driving/${written([...sources, ...targets])}?${query}`;
        const { durations, distances } = TableAnswer.parse(await askJson(url + path));
        return durations.map((row, i) =>
          row.map((duration_s, j) => {
            const distance_m = distances[i]?.[j] ?? null;
            return duration_s === null || distance_m === null ? null : { duration_s, distance_m };
          }),
        );
      }),
    async way(spots) {
      const path = `/route/v1/driving/${written(spots)}?overview=full&geometries=geojson&steps=false`;
      const [route] = RouteAnswer.parse(await askJson(url + path)).routes;
      return {
        legs: route!.legs.map(({ duration, distance }) => ({
          duration_s: Math.round(duration),
          distance_m: Math.round(distance),
        })),
        line: route!.geometry.coordinates.map(([lon, lat]) => ({ lat, lon })),
      };
    },
  };
}
