import type { Baskets } from './problem.ts';

/** Collects baskets one by one; call `finish` once. */
export class BasketCollector {
  private readonly ids = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly start: number[] = [0];
  private items = new Int32Array(1024);
  private filled = 0;
  /** Per item the last basket that took it, so that a repeated item counts once. */
  private readonly lastBasket: number[] = [];

  /** The number of an item, given out in the order of first naming. */
  name(name: string): number {
    let item = this.ids.get(name);
    if (item === undefined) {
      item = this.names.length;
      this.ids.set(name, item);
      this.names.push(name);
      this.lastBasket.push(0);
    }
    return item;
  }

  add(basket: readonly string[]): void {
    const number = this.start.length;
    if (this.filled + basket.length > this.items.length) this.grow(basket.length);
    for (const name of basket) {
      const item = this.name(name);
      if (this.lastBasket[item] === number) continue;
      this.lastBasket[item] = number;
      this.items[this.filled++] = item;
    }
    this.start.push(this.filled);
  }

  finish(): Baskets {
    return { names: this.names, start: Int32Array.from(this.start), items: this.items.slice(0, this.filled) };
  }

  private grow(more: number): void {
    const larger = new Int32Array(Math.max(2 * this.items.length, this.filled + more));
    larger.set(this.items.subarray(0, this.filled));
    this.items = larger;
  }
}

/** In how many baskets each item lies. */
export function frequencies({ names, items }: Baskets): Int32Array {
  const count = new Int32Array(names.length);
  for (let i = 0; i < items.length; i++) count[items[i]!]!++;
  return count;
}

/** One item with all those that share a basket with it and come after it in the order of counting. */
export interface Row {
  item: number;
  partners: Int32Array;
  /** By partner item. */
  together: Int32Array;
}

/**
 * Counts every pair exactly. Items are taken from the rarest to the most frequent; each one's baskets are read from an inverted
 * list and only the items after it counted, in one array by item, so that memory grows with the items and not with the pairs,
 * and every pair of a basket costs one addition (the row-wise sparse product of the basket matrix; Gustavson, 1978).
 */
export function eachRow(baskets: Baskets, take: (row: Row) => void): void {
  const { names, start } = baskets;
  const n = names.length;
  const frequency = frequencies(baskets);
  const byFrequency = Int32Array.from(frequency.keys()).sort((a, b) => frequency[a]! - frequency[b]! || a - b);
  const rank = new Int32Array(n);
  byFrequency.forEach((item, r) => (rank[item] = r));
  const sorted = ranked(baskets, rank);
  // inverted list: for every item, where in `sorted` it stands and where its basket ends
  const listStart = new Int32Array(n + 1);
  for (let item = 0; item < n; item++) listStart[rank[item]! + 1] = frequency[item]!;
  for (let r = 0; r < n; r++) listStart[r + 1]! += listStart[r]!;
  const fill = listStart.slice(0, n);
  const position = new Int32Array(sorted.length);
  const ends = new Int32Array(sorted.length);
  for (let b = 0; b + 1 < start.length; b++) {
    for (let i = start[b]!; i < start[b + 1]!; i++) {
      const at = fill[sorted[i]!]!++;
      position[at] = i + 1;
      ends[at] = start[b + 1]!;
    }
  }
  const byRank = new Int32Array(n);
  const together = new Int32Array(n);
  const partners = new Int32Array(n);
  for (let r = 0; r < n; r++) {
    let found = 0;
    for (let at = listStart[r]!; at < listStart[r + 1]!; at++) {
      const end = ends[at]!;
      for (let i = position[at]!; i < end; i++) {
        const other = sorted[i]!;
        if (byRank[other]!++ === 0) partners[found++] = other;
      }
    }
    for (let p = 0; p < found; p++) {
      const other = byFrequency[partners[p]!]!;
      together[other] = byRank[partners[p]!]!;
      byRank[partners[p]!] = 0;
      partners[p] = other;
    }
    take({ item: byFrequency[r]!, partners: partners.subarray(0, found), together });
  }
}

/** The baskets with ranks instead of items, ascending in each basket. */
function ranked({ start, items }: Baskets, rank: Int32Array): Int32Array {
  const sorted = new Int32Array(items.length);
  for (let i = 0; i < items.length; i++) sorted[i] = rank[items[i]!]!;
  for (let b = 0; b + 1 < start.length; b++) sorted.subarray(start[b], start[b + 1]).sort();
  return sorted;
}
