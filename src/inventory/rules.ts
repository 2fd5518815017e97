/** A basket's demand summed by item: the same item twice is one demand, so that it cannot pass the check twice. */
export function sumByItem(lines: { itemId: string; quantity: number }[]): { itemId: string; quantity: number }[] {
  const sums = new Map<string, number>();
  for (const { itemId, quantity } of lines) sums.set(itemId, (sums.get(itemId) ?? 0) + quantity);
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([itemId, quantity]) => ({ itemId, quantity }));
}

export interface Missing {
  itemId: string;
  requested: number;
  available: number;
}

/**
 * Takes each basket from what is available, in order, all or nothing; a refused one takes nothing from the next.
 * `available` is lowered in place.
 * @returns for each basket what is missing; an empty list: taken
 */
export function takeBaskets(
  baskets: { key: (itemId: string) => string; lines: { itemId: string; quantity: number }[] }[],
  available: Map<string, number>,
): Missing[][] {
  return baskets.map(({ key, lines }) => {
    const missing = lines.flatMap(({ itemId, quantity }) => {
      const left = available.get(key(itemId)) ?? 0;
      return left < quantity ? [{ itemId, requested: quantity, available: left }] : [];
    });
    if (missing.length === 0) {
      for (const { itemId, quantity } of lines) available.set(key(itemId), available.get(key(itemId))! - quantity);
    }
    return missing;
  });
}

export interface Loser {
  promiseId: string;
  /** Units that it could lose. */
  open: number;
  /** Kept for a flash sale: nobody's yet. */
  aside: boolean;
  confirmed: boolean;
  /** It lost units before: its order is not whole anyway. */
  waits: boolean;
}

const rankOf = ({ aside, confirmed, waits }: Loser) => (aside ? 0 : !confirmed ? 1 : waits ? 2 : 3);

/**
 * Who loses units that are gone, so that the fewest orders wait: what is nobody's yet, what is not paid, whose order waits
 * already; then one that holds all that lacks, or else the largest. Among equals `prefer`, and then as they come.
 * @param shares the newest first
 */
export function chooseLosers<L extends Loser>(
  shares: readonly L[],
  lacking: number,
  prefer?: string,
): { share: L; units: number }[] {
  const losers: { share: L; units: number }[] = [];
  let left = lacking;
  for (const rank of [0, 1, 2, 3]) {
    const equals = shares
      .filter((share) => rankOf(share) === rank)
      .toSorted((a, b) => Number(b.promiseId === prefer) - Number(a.promiseId === prefer));
    const lost = new Set<L>();
    for (const largest of equals.toSorted((a, b) => b.open - a.open)) {
      if (left === 0) return losers;
      const share = largest.open < left ? largest : equals.find((one) => one.open >= left && !lost.has(one))!;
      const units = Math.min(left, share.open);
      lost.add(share);
      losers.push({ share, units });
      left -= units;
    }
  }
  return losers;
}

export interface Demand {
  sellerId: string;
  orderId: string;
  lineNo: number;
  promiseId: string;
  itemId: string;
  quantity: number;
}

/** A place that can be picked from; a list of them comes in the order in which they are to be emptied (FEFO). */
export interface Source {
  place: string;
  itemId: string;
  lot: string;
  serial: string;
  free: number;
}

export interface Share extends Demand {
  place: string;
  lot: string;
  serial: string;
}

/**
 * Gives each demand its places: the first that holds it whole among those that expire first, else as they come.
 * `sources` are emptied in place.
 */
export function shareOut(demands: Demand[], sources: Source[]): { shares: Share[]; short: Demand[] } {
  const byItem = groupByItem(sources);
  const shares: Share[] = [];
  const short: Demand[] = [];
  for (const demand of demands) {
    let left = demand.quantity;
    const places = byItem.get(demand.itemId) ?? [];
    const first = places.find((source) => source.free > 0);
    const whole = places.find((source) => source.free >= left && source.lot === first?.lot);
    for (const source of whole ? [whole] : places) {
      const quantity = Math.min(left, source.free);
      if (quantity <= 0) continue;
      source.free -= quantity;
      left -= quantity;
      shares.push(shareOf(demand, source, quantity));
      if (left === 0) break;
    }
    if (left > 0) short.push({ ...demand, quantity: left });
  }
  return { shares, short };
}

/** Field by field: copies of whole demands are what a large wave would spend its time on. */
function shareOf(demand: Demand, { place, lot, serial }: Source, quantity: number): Share {
  const { sellerId, orderId, lineNo, promiseId, itemId } = demand;
  return { sellerId, orderId, lineNo, promiseId, itemId, quantity, place, lot, serial };
}

function groupByItem(sources: Source[]): Map<string, Source[]> {
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    const group = groups.get(source.itemId);
    if (group) group.push(source);
    else groups.set(source.itemId, [source]);
  }
  return groups;
}
