import { walk_mm, type WalkingLayout } from '../layout/index.ts';
import { forbiddenBy, roomFor, type BinRules, type Goods, type Load } from './rules.ts';
import type { Why } from './schema.ts';

export interface Candidate extends BinRules {
  aisle: number;
  y_mm: number;
  level: number;
  distance_mm: number;
  load: Load;
}

/** Where an item lies that is bought together with the goods (weight: its share of all companions), or the goods' own kind. */
export interface Home {
  itemId: string;
  code: string;
  binCode: string;
  aisle: number;
  y_mm: number;
  weight: number;
}

export interface Choosing {
  layout: WalkingLayout;
  goods: Goods;
  /** How fast the goods sell: 0 never, 1 like the fastest. */
  pace: number;
  homes: Home[];
  candidates: Candidate[];
}

export interface Chosen {
  binCode: string;
  units: number;
  cost: number;
  why: Why;
}

/** Metres of walking that each reason is taken to be worth. Plausible, not yet tuned against measured tours. */
const NEAR_m = 25;
const TOGETHER_m = 40;
// copies lie apart: a near one always exists, and what is short in one bin is found in another (Weidinger and Boysen, 2018)
const SAME_BIN_m = 30;
const COPY_NEAR_m = 6;
const SPLIT_m = 15;
const MIXED_m = 3;
const HEAVY_HIGH_m = 10;
const HEAVY_g = 10_000;
const REACH_LEVEL = 3;

/** Bins that take at least one unit, the cheapest first. Cost in metres, linear in candidates × homes. */
export function rank(choosing: Choosing): Chosen[] {
  return choosing.candidates
    .flatMap((candidate) => judge(choosing, candidate) ?? [])
    .sort((a, b) => a.cost - b.cost || (a.binCode < b.binCode ? -1 : 1));
}

function judge({ layout, goods, pace, homes }: Choosing, candidate: Candidate): Chosen | undefined {
  if (forbiddenBy(candidate, candidate.load, goods) !== undefined) return undefined;
  const units = Math.min(goods.quantity, roomFor(candidate, candidate.load, goods));
  if (units === 0) return undefined;
  const best = { itemCode: '', gain: 0, distance_m: 0 };
  let together = 0;
  let copyNear = false;
  for (const home of homes) {
    const away_m = walk_mm(layout, candidate, home) / 1000;
    if (home.itemId === goods.itemId) {
      copyNear ||= home.binCode !== candidate.binCode && away_m < NEAR_m;
      continue;
    }
    const gain = home.weight * Math.max(0, 1 - away_m / NEAR_m);
    together += gain;
    if (gain > best.gain) Object.assign(best, { itemCode: home.code, gain, distance_m: away_m });
  }
  const sameBin = candidate.load.items.some((item) => item.itemId === goods.itemId);
  const others = new Set(candidate.load.items.map((item) => item.itemId)).size;
  const heavyHigh = goods.unitWeight_g >= HEAVY_g && candidate.level >= REACH_LEVEL;
  const front_m = candidate.distance_mm / 1000;
  const cost =
    front_m * (0.15 + 0.85 * pace) -
    TOGETHER_m * Math.min(1, together) +
    (sameBin ? SAME_BIN_m : 0) +
    (copyNear ? COPY_NEAR_m : 0) +
    SPLIT_m * (1 - units / goods.quantity) +
    MIXED_m * others +
    (heavyHigh ? HEAVY_HIGH_m : 0);
  return { binCode: candidate.binCode, units, cost, why: whyOf({ sameBin, best, front_m, pace }) };
}

function whyOf(found: {
  sameBin: boolean;
  best: { itemCode: string; gain: number; distance_m: number };
  front_m: number;
  pace: number;
}): Why {
  const { sameBin, best, front_m, pace } = found;
  if (best.gain > 0) {
    return { because: 'together', itemCode: best.itemCode, distance_m: Math.round(best.distance_m) };
  }
  if (sameBin) return { because: 'same', distance_m: 0 };
  return { because: pace > 0.3 ? 'front' : 'free', distance_m: Math.round(front_m) };
}
