import { walk_mm, type WalkingLayout } from '../layout/index.ts';
import { TAU_DAYS } from './affinity.ts';
import type { PlannedMove } from './schema.ts';

/** Goods in a pick bin, all of one item, none of them allocated. */
export interface Placed {
  itemId: string;
  sellerId: string;
  code: string;
  binCode: string;
  aisle: number;
  y_mm: number;
  distance_mm: number;
  temperature: string;
  quantity: number;
  volume_cm3: number;
  weight_g: number;
  demand: number;
}

export interface EmptyBin {
  binCode: string;
  aisle: number;
  y_mm: number;
  distance_mm: number;
  temperature: string;
  maxVolume_cm3: number;
  maxWeight_g: number;
}

const HORIZON_DAYS = 30;
/** Lifting a bin's content out and in takes about as long as walking this far. */
const HANDLING_m = 60;

/**
 * Gives the item that has most to gain the nearest empty bin that takes it, and so on; each bin is given once. A
 * decayed sum settles at (picks a day) × tau, which tells the picks to come from what was learnt.
 */
export function pairMoves(
  layout: WalkingLayout,
  found: { placed: Placed[]; free: EmptyBin[]; today: number },
): PlannedMove[] {
  const left = [...found.free].sort((a, b) => a.distance_mm - b.distance_mm);
  const picks = (one: Placed) => (one.demand / found.today / TAU_DAYS) * HORIZON_DAYS;
  const moves: PlannedMove[] = [];
  for (const one of [...found.placed].sort((a, b) => picks(b) * b.distance_mm - picks(a) * a.distance_mm)) {
    const at = left.findIndex(
      (bin) =>
        bin.temperature === one.temperature && bin.maxVolume_cm3 >= one.volume_cm3 && bin.maxWeight_g >= one.weight_g,
    );
    const bin = left[at];
    if (bin === undefined) continue;
    const walkSaved_m = (picks(one) * 2 * (one.distance_mm - bin.distance_mm)) / 1000;
    const saving_m = Math.floor(walkSaved_m - HANDLING_m - walk_mm(layout, one, bin) / 1000);
    if (saving_m <= 0) continue;
    left.splice(at, 1);
    const { itemId, sellerId, code, quantity } = one;
    moves.push({ itemId, sellerId, code, fromBin: one.binCode, toBin: bin.binCode, quantity, saving_m });
  }
  return moves.sort((a, b) => b.saving_m - a.saving_m);
}
