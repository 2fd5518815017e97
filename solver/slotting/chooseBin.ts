import type { Id } from '../shared/shape.ts';

/** A bin that takes the goods: size, weight and zone have been judged before. */
export interface BinCandidate {
  id: Id;
  x_m: number;
  y_m: number;
  /** Walk from the depot to the bin. */
  travel_m: number;
  /** How busy its aisle is: 0 empty … 1 as many people as it takes. */
  crowding: number;
}

export interface Lying {
  sku: Id;
  x_m: number;
  y_m: number;
}

/** What is known of the goods to stow and of what lies around the candidates. */
export interface StowFacts {
  sku: Id;
  /** How often a day the goods are expected to be picked. */
  picksPerDay: number;
  /** Per other SKU the share of this one's orders that hold it too, 0 … 1. */
  affinity: ReadonlyMap<Id, number>;
  lying: readonly Lying[];
  /** How far "beside" reaches; 6 m if absent. */
  radius_m?: number | undefined;
}

/** Metres a day; lower is better. `walk` + `company` + `copies` + `crowd` make the score. */
export interface BinChoice {
  id: Id;
  score: number;
  walk: number;
  /** Below 0: walks saved because goods of the same orders lie beside. */
  company: number;
  /** Above 0: a copy beside makes this one worth less, since one of them is near enough to most orders anyway. */
  copies: number;
  crowd: number;
}

const RADIUS_M = 6;
/** A full aisle costs a picker about as much as this many metres of walking. */
const CROWD_M = 20;
/** Share of the way that a pick beside another pick of the same order does not cost again. */
const SHARED_WAY = 0.7;
const COPY_SHARE = 0.25;

/**
 * The bin for goods coming in, out of a few free ones (chaotic storage): what its picks will cost in walking, less what lies beside
 * it and is bought with it, and more where the aisle is crowded or a copy lies beside. Null without candidates. The first of
 * equals wins.
 */
export function chooseBin(candidates: readonly BinCandidate[], facts: StowFacts): BinChoice | null {
  let best: BinChoice | null = null;
  for (const candidate of candidates) {
    const choice = judgeBin(candidate, facts);
    if (!best || choice.score < best.score) best = choice;
  }
  return best;
}

function judgeBin({ id, x_m, y_m, travel_m, crowding }: BinCandidate, facts: StowFacts): BinChoice {
  const { sku, picksPerDay, affinity, lying, radius_m = RADIUS_M } = facts;
  const walk = 2 * travel_m * picksPerDay;
  const beside = new Set<Id>();
  for (const other of lying)
    if (Math.abs(other.x_m - x_m) + Math.abs(other.y_m - y_m) <= radius_m) beside.add(other.sku);
  let alone = 1;
  for (const other of beside) if (other !== sku) alone *= 1 - Math.min(1, affinity.get(other) ?? 0);
  const company = -walk * SHARED_WAY * (1 - alone);
  const copies = beside.has(sku) ? walk * COPY_SHARE : 0;
  const crowd = crowding * CROWD_M * picksPerDay;
  return { id, score: walk + company + copies + crowd, walk, company, copies, crowd };
}
