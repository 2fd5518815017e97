/**
 * What is bought together, in forward decay (Cormode, Shkapenyuk, Srivastava, Xu, 2009): a basket at time t counts
 * exp((t - epoch) / tau), so that old baskets fade against new ones without any stored weight being touched again.
 * A pair of a basket of n items counts 1 / (n - 1) of it: each item shares one basket's worth among its companions.
 */
export const TAU_DAYS = 60;
const TAU_MS = TAU_DAYS * 86_400_000;
const EPOCH_MS = Date.UTC(2020, 0, 1);
/** A basket's first items; a list of hundreds says little about any pair of it. */
const MAX_ITEMS = 100;
/** Kept for an item; the strongest fifty are used, the rest are there to grow. */
export const KEPT_NEIGHBOURS = 64;
export const USED_NEIGHBOURS = 50;

export function weightAt(at: Date): number {
  return Math.exp((at.getTime() - EPOCH_MS) / TAU_MS);
}

export interface Companions {
  demand: number;
  weights: Map<string, number>;
}

/** Sums baskets (each a list of item ids) into what each item gained. */
export function weighBaskets(baskets: { at: Date; itemIds: string[] }[]): Map<string, Companions> {
  const gained = new Map<string, Companions>();
  const of = (itemId: string): Companions => {
    let companions = gained.get(itemId);
    if (companions === undefined) gained.set(itemId, (companions = { demand: 0, weights: new Map() }));
    return companions;
  };
  for (const basket of baskets) {
    const items = [...new Set(basket.itemIds)].slice(0, MAX_ITEMS);
    const weight = weightAt(basket.at);
    const share = weight / Math.max(1, items.length - 1);
    for (const item of items) {
      const companions = of(item);
      companions.demand += weight;
      for (const other of items) {
        if (other !== item) companions.weights.set(other, (companions.weights.get(other) ?? 0) + share);
      }
    }
  }
  return gained;
}

export interface AffinityRow {
  itemId: string;
  demand: number;
  neighbours: string[];
  weights: number[];
}

/** Adds what was gained to what was known and keeps the strongest neighbours, the strongest first. */
export function addCompanions(known: AffinityRow | undefined, itemId: string, gained: Companions): AffinityRow {
  const weights = new Map(gained.weights);
  for (const [i, neighbour] of (known?.neighbours ?? []).entries()) {
    weights.set(neighbour, (weights.get(neighbour) ?? 0) + known!.weights[i]!);
  }
  const strongest = [...weights].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, KEPT_NEIGHBOURS);
  return {
    itemId,
    demand: (known?.demand ?? 0) + gained.demand,
    neighbours: strongest.map(([id]) => id),
    weights: strongest.map(([, weight]) => weight),
  };
}
