/** Baskets in compressed rows: basket b holds items[start[b]] … items[start[b + 1] - 1], each item once, as numbers into `names`. */
export interface Baskets {
  names: string[];
  start: Int32Array;
  items: Int32Array;
}

/** What one run over the baskets found; a pair is two different items, counted once a basket however often they lie in it. */
export interface AffinityAnswer {
  baskets: number;
  items: number;
  pairs: number;
  pairOccurrences: number;
  /** Number of pairs that occur together in at least so many baskets. */
  pairsAtLeast: Record<string, number>;
}

export interface Neighbour {
  item: number;
  /** Baskets that hold both. */
  together: number;
  /** How many times more often than by chance. */
  lift: number;
}
