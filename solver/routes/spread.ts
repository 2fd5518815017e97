import type { Model } from './model.ts';

/** The work of every vehicle, and what it costs that it is uneven. */
export interface Spread {
  /** `work` in seconds, -1 for a vehicle that does not drive. */
  note(r: number, work: number): void;
  price(): number;
  /** The price if vehicle r worked so long. */
  priceWith(r: number, work: number): number;
}

/** Null where uneven work costs nothing. */
export function makeSpread({ fleet, spreadPrice, spreadIdle }: Model): Spread | null {
  if (spreadPrice === 0) return null;
  const idle = spreadIdle ? 0 : -1;
  const works = new Float64Array(fleet).fill(idle);
  const priceWith = (r: number, work: number): number => {
    let most = 0;
    let least = Infinity;
    for (let other = 0; other < fleet; other++) {
      const one = other === r ? work : works[other]!;
      if (one < 0) continue;
      if (one > most) most = one;
      if (one < least) least = one;
    }
    return least === Infinity ? 0 : (most - least) * spreadPrice;
  };
  return {
    note: (r, work) => (works[r] = Math.max(idle, work)),
    price: () => priceWith(-1, 0),
    priceWith,
  };
}
