import type { Spot } from '../../platform/geometry.ts';

/** A way as it is driven on empty roads: whole seconds and metres. */
export interface Leg {
  duration_s: number;
  distance_m: number;
}

/** Where there is no way: longer than any shift, so that no plan drives it and the stop is left with its reason. */
export const NO_WAY: Leg = { duration_s: 1_000_000, distance_m: 1_000_000 };

/** Ways from each of n spots to each, row by row. */
export interface Table {
  durations_s: Int32Array;
  distances_m: Int32Array;
}

/** The way over spots in their order: its legs, and the line that it takes. */
export interface Way {
  legs: Leg[];
  line: Spot[];
}

/** Who knows the roads. Both throw where nobody answers, or something that is no answer. */
export interface Roads {
  readonly name: string;
  table(spots: readonly Spot[]): Promise<Table>;
  way(spots: readonly Spot[]): Promise<Way>;
}

/** Nobody waits longer for one answer: a plan without it is drawn by crow-fly. */
const PATIENCE_MS = 5_000;

export async function askJson(url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(PATIENCE_MS),
    redirect: 'error',
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
  return response.json();
}

/** So many questions are under way at once. */
const AT_ONCE = 4;

/**
 * A table asked for in squares of `size` sources by `size` targets, since servers bound what one question may ask. `ask`
 * answers a square row by row, null where there is no way.
 */
export async function inSquares(
  spots: readonly Spot[],
  size: number,
  ask: (sources: readonly Spot[], targets: readonly Spot[]) => Promise<(Leg | null)[][]>,
): Promise<Table> {
  const n = spots.length;
  const table: Table = { durations_s: new Int32Array(n * n), distances_m: new Int32Array(n * n) };
  const starts = Array.from({ length: Math.ceil(n / size) }, (_, at) => at * size);
  const squares = starts.flatMap((row) => starts.map((column) => ({ row, column })));
  const work = async () => {
    for (let square = squares.pop(); square !== undefined; square = squares.pop()) {
      const { row, column } = square;
      const [sources, targets] = [spots.slice(row, row + size), spots.slice(column, column + size)];
      const legs = await ask(sources, targets);
      if (legs.length !== sources.length || legs.some((of) => of.length !== targets.length)) {
        throw new Error(`a table of ${sources.length} by ${targets.length} was asked for, another one came`);
      }
      legs.forEach((of, i) =>
        of.forEach((leg, j) => {
          const at = (row + i) * n + column + j;
          table.durations_s[at] = Math.round((leg ?? NO_WAY).duration_s);
          table.distances_m[at] = Math.round((leg ?? NO_WAY).distance_m);
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return table;
}
