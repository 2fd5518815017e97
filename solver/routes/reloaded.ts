import type { Model } from './model.ts';

/** A route with one more stop. */
export function withStop(stops: Int32Array, position: number, stop: number): Int32Array {
  const longer = new Int32Array(stops.length + 1);
  longer.set(stops.subarray(0, position));
  longer[position] = stop;
  longer.set(stops.subarray(position), position + 1);
  return longer;
}

/** A route of vehicle r with one more reload, at every place after what is locked; none where it has no more of them. */
export function withReload({ reloads, locked }: Model, r: number, stops: Int32Array): Int32Array[] {
  const reload = reloads[r]!.find((one) => !stops.includes(one));
  if (reload === undefined) return [];
  const first = Math.min(stops.length, locked[r]?.length ?? 0);
  return Array.from({ length: stops.length - first + 1 }, (_, at) => withStop(stops, first + at, reload));
}
