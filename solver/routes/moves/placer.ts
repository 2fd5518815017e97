import type { Rng } from '../../shared/rng.ts';
import type { Chain } from '../chain.ts';

/** Knows which places in the plan are allowed, and what they cost. */
export interface Placer {
  /** Brings what is known about a route up to date, after stops were unlinked or a change was taken back. */
  refresh(route: number): void;
  /**
   * Links the stop (with the other half of its shipment) at its cheapest allowed place; false when there is none. It need not look for
   * one that costs `cap` or more.
   */
  place(stop: number, cap?: number): boolean;
}

export type MakePlacer = (chain: Chain, rng: Rng, blink: number) => Placer;

/** How many places are looked at until the next one is overlooked, each with chance `blink`. */
export function placesUntilBlink(rng: Rng, blink: number): number {
  return blink === 0 ? 2 ** 30 : 1 + ((Math.log(1 - rng.float()) / Math.log(1 - blink)) | 0);
}

/** The table with rows and columns exchanged; the table itself where both directions cost the same. */
export function reversed(table: Int32Array, places: number): Int32Array {
  const other = new Int32Array(table.length);
  let same = true;
  for (let from = 0; from < places; from++) {
    for (let to = 0; to < places; to++) {
      const arc = table[from * places + to]!;
      other[to * places + from] = arc;
      if (same && table[to * places + from] !== arc) same = false;
    }
  }
  return same ? table : other;
}

export function equal(one: Int32Array, other: Int32Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return one.length === other.length;
}
