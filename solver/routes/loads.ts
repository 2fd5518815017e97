import type { Model } from './model.ts';

/**
 * What is on board when a vehicle leaves its start (row 0) and each of its stops (row i + 1), `dimensions` numbers a row. What jobs
 * are to get is on board from the start, or from the last reload before them; what they gave goes off at the next reload.
 */
export function loadAlong(model: Model, stops: Int32Array, length: number, into: Float64Array): void {
  const { dimensions, change, mate, asked } = model;
  for (let d = 0; d < dimensions; d++) {
    let load = toDeliver(model, stops, { from: 0, length, d });
    // Of shipments, which stay on board at a reload.
    let carried = 0;
    into[d] = load;
    for (let i = 0; i < length; i++) {
      const stop = stops[i]!;
      if (stop >= asked) load = carried + toDeliver(model, stops, { from: i + 1, length, d });
      else {
        const units = change[stop * dimensions + d]!;
        load += units;
        if (mate[stop]! >= 0) carried += units;
      }
      into[(i + 1) * dimensions + d] = load;
    }
  }
}

/** What the jobs of a trip get. */
function toDeliver(
  { dimensions, aboard, asked }: Model,
  stops: Int32Array,
  { from, length, d }: { from: number; length: number; d: number },
): number {
  let sum = 0;
  for (let i = from; i < length && stops[i]! < asked; i++) sum += aboard[stops[i]! * dimensions + d]!;
  return sum;
}
