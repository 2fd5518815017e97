import type { Spot } from '../../platform/geometry.ts';
import type { Leg, Table } from './port.ts';

/** Five decimals of a degree are a metre. */
const keyOf = ({ lat, lon }: Spot) => `${lat.toFixed(5)} ${lon.toFixed(5)}`;

interface Kept extends Table {
  places: Map<string, number>;
  size: number;
}

/** Tables that were asked for or uploaded, the latest used last; whatever is more than `mostCells` in all is forgotten. */
export class KnownTables {
  readonly #mostCells: number;
  readonly #tables = new Map<string, Kept>();

  constructor(mostCells: number) {
    this.#mostCells = mostCells;
  }

  get cells(): number {
    let cells = 0;
    for (const { durations_s } of this.#tables.values()) cells += durations_s.length;
    return cells;
  }

  has(name: string): boolean {
    return this.#tables.has(name);
  }

  /** Forgets the tables whose names begin so, but for those named. */
  keepOnly(beginning: string, names: readonly string[]): void {
    for (const name of this.#tables.keys()) {
      if (name.startsWith(beginning) && !names.includes(name)) this.#tables.delete(name);
    }
  }

  keep(name: string, spots: readonly Spot[], table: Table): void {
    if (table.durations_s.length > this.#mostCells) return;
    this.#tables.delete(name);
    this.#tables.set(name, { ...table, size: spots.length, places: placesOf(spots) });
    for (const oldest of this.#tables.keys()) {
      if (this.cells <= this.#mostCells) return;
      this.#tables.delete(oldest);
    }
  }

  /** Whether one table knows all of these spots; it counts as used. */
  covers(spots: readonly Spot[]): boolean {
    const keys = spots.map(keyOf);
    for (const [name, table] of this.#tables) {
      if (!keys.every((key) => table.places.has(key))) continue;
      this.#tables.delete(name);
      this.#tables.set(name, table);
      return true;
    }
    return false;
  }

  /** The leg as the latest table knows it; undefined where none does. */
  leg(from: Spot, to: Spot): Leg | undefined {
    if (this.#tables.size === 0) return undefined;
    const [start, end] = [keyOf(from), keyOf(to)];
    for (const table of [...this.#tables.values()].toReversed()) {
      const [row, column] = [table.places.get(start), table.places.get(end)];
      if (row === undefined || column === undefined) continue;
      const at = row * table.size + column;
      return { duration_s: table.durations_s[at]!, distance_m: table.distances_m[at]! };
    }
    return undefined;
  }
}

const placesOf = (spots: readonly Spot[]) => new Map(spots.map((spot, at) => [keyOf(spot), at]));
